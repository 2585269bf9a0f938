// @ts-check
/**
 * Answers as token sequences: about four characters a token, tags and cell marks one token each.
 *
 *     const tokens = tokenise(pieces);
 *     tokens.map((token) => token.text).join(''); // the answer again
 *
 * Limits: not DeepSeek's vocabulary; only lengths and places are like it.
 */

/**
 * @typedef {import('./page/markup.mjs').Piece} Piece
 * @typedef {Piece} Token
 */

/** Log-probability of tokens that no recognition stands behind. */
const CERTAIN = -0.0001;

/** A tag, a table mark, up to four characters with the space before them, or white space. */
const TOKEN = /<\|[^|<>]{1,16}\|>|<\/?(?:table|tr|td)(?: [^<>]*)?>|\s?[^\s<]{1,4}|\s+|</gu;

/**
 * @param {Piece[]} pieces
 * @returns {Token[]} concatenated, the same text
 */
export function tokenise(pieces) {
  return pieces.flatMap((piece) =>
    (piece.text.match(TOKEN) ?? []).map((text) => ({ ...piece, text })),
  );
}

/**
 * @param {string} text DeepSeek markup or plain text
 * @returns {Token[]}
 */
export function tokeniseText(text) {
  return (text.match(TOKEN) ?? []).map((part) => ({
    text: part,
    logprob: CERTAIN,
    ...(/^<\|.*\|>$/u.test(part) ? { special: true } : {}),
  }));
}

/**
 * Tokens of a prompt's text as DeepSeek's chat template lays it out, without the image.
 *
 * @param {string} text
 * @returns {number}
 */
export function promptTextTokens(text) {
  const words = text.match(/<\|[^|<>]{1,16}\|>|[\p{L}\p{N}]{1,8}|[^\s\p{L}\p{N}]/gu) ?? [];
  return words.length + 2;
}

/**
 * Where a generation stops because one pattern of tokens repeats, as vLLM's `repetition_detection`.
 *
 * @param {Token[]} tokens
 * @param {{ max_pattern_size: number, min_pattern_size: number, min_count: number }} settings
 * @returns {number | undefined} how many tokens are generated before the stop
 */
export function repetitionEnd(tokens, settings) {
  const { max_pattern_size: most, min_pattern_size: least, min_count: count } = settings;
  let earliest;
  for (let size = Math.max(1, least); size <= most; size += 1) {
    let same = 0;
    for (let i = size; i < (earliest ?? tokens.length); i += 1) {
      same = tokens[i].text === tokens[i - size].text ? same + 1 : 0;
      if (same >= size * (count - 1)) {
        earliest = i + 1;
        break;
      }
    }
  }
  return earliest;
}
