// @ts-check
/**
 * `npm run verify`: checks what must be true of bucket and warehouse when nothing is under way, names
 * what is not, and ends with 1 then. With `WAREHOUSE_URL` it asks MotherDuck, which reads R2 itself;
 * the PDFs are then not opened again. `-- --sql` prints the checks; `-- --all` names every key.
 */
import { ensurePackages } from '../lib/toolchain.mjs';
import { prepareWarehouse, say } from '../lib/session.mjs';
import { endWith, table } from '../lib/print.mjs';
import { verificationSql, verify } from '../lib/verify/index.mjs';
import { REMOTE_BUCKET, withPlaces } from '../lib/verify/places.mjs';

await ensurePackages(say);
const options = process.argv.slice(2);
if (options.some((option) => !['--sql', '--all'].includes(option))) {
  say('usage: npm run verify [-- --sql | --all]');
  process.exit(2);
}
if (options.includes('--sql')) {
  process.stdout.write(verificationSql(REMOTE_BUCKET));
  await endWith(0);
}
const program = await prepareWarehouse();
const most = options.includes('--all') ? 1_000_000 : undefined;
const report = await withPlaces(program, ({ warehouse, where, bucket }) =>
  verify({ query: warehouse.query, bucket: where, pdfs: bucket, most }),
);

const lines = report.checked.map((name) => {
  const finding = report.broken.find(({ invariant }) => invariant === name);
  if (!finding) return `  holds   ${name}`;
  const { sentence, total, offending } = finding;
  const keys = offending.map(({ key, what }) => `            ${key}: ${what}`);
  const rest = total > offending.length ? [`            and ${total - offending.length} more`] : [];
  return [`  BROKEN  ${name}: ${sentence}`, ...keys, ...rest].join('\n');
});
const tables = report.tables.warehouse.map(({ table: name, rows, hash }) => {
  const stored = report.tables.bucket.find((other) => other.table === name);
  return [name, rows, hash, stored?.hash === hash ? 'the same' : (stored?.hash ?? 'nothing')];
});
process.stdout.write(
  [
    '',
    ...lines,
    '',
    table(['table', 'rows', 'hash', 'of the bucket'], tables),
    '',
    report.pdfs
      ? `  ${report.pdfs.counted} PDFs opened again, ${report.pdfs.unopened.length} that PDFium does not open`
      : '  the PDFs were not opened again',
    '',
  ].join('\n'),
);
await endWith(report.broken.length === 0 ? 0 : 1);
