// @ts-check
/** Takes back what was given up, so that the search for undone work sends it again. */

/**
 * Deletes failure records. A refusal (an encrypted PDF, too many pages) would only be refused again,
 * so it is taken back only for a document that is named.
 * @param {any} bucket
 * @param {string[]} documents ids; none for all
 * @returns {Promise<string[]>} keys of the records
 */
export async function takeBackFailures(bucket, documents) {
  /** @type {string[]} */
  const keys = [];
  /** @type {string | undefined} */
  let cursor;
  do {
    const listed = await bucket.list({ prefix: 'failures/', cursor });
    for (const { key } of listed.objects) {
      const isNamed = documents.includes(key.split('/')[1]);
      if (documents.length > 0 && !isNamed) continue;
      const record = JSON.parse((await (await bucket.get(key))?.text()) ?? '{}');
      if (isNamed || record.category !== 'policy') keys.push(key);
    }
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor);
  for (const key of keys) await bucket.delete(key);
  return keys;
}
