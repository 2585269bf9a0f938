// @ts-check
/** A self-signed certificate for a test's server (X.509 v3, RFC 5280; DER, ITU-T X.690). */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** @param {number} tag @param {Buffer[]} parts */
function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  /** @type {number[]} */
  const length = [];
  for (let rest = body.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
  const header = body.length < 0x80 ? [body.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from([tag, ...header]), body]);
}

/** @param {Buffer[]} parts */
const sequence = (...parts) => der(0x30, ...parts);
/** @param {string} hex body of an object identifier */
const identifier = (hex) => der(0x06, Buffer.from(hex, 'hex'));
/** @param {Date} date */
const time = (date) =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, '')}`, 'ascii'));

const COMMON_NAME = '550403';
const SUBJECT_ALTERNATIVE_NAME = '551d11';
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';

const DAY = 86_400_000;

/**
 * @param {string} name the DNS name that it is for
 * @returns {{ certificate: string, key: string }} both as PEM
 */
export function makeCertificate(name) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(identifier(ECDSA_WITH_SHA256));
  const subject = sequence(
    der(0x31, sequence(identifier(COMMON_NAME), der(0x0c, Buffer.from('vessel-ner test')))),
  );
  const names = sequence(der(0x82, Buffer.from(name, 'ascii')));
  const extension = sequence(identifier(SUBJECT_ALTERNATIVE_NAME), der(0x04, names));
  const serial = randomBytes(8);
  serial[0] = 1;
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    subject,
    sequence(time(new Date(Date.now() - DAY)), time(new Date(Date.now() + DAY))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign(
    'sha256',
    content,
    createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  );
  const whole = sequence(content, algorithm, der(0x03, Buffer.from([0]), signature));
  const base64 = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
