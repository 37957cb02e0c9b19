// `node scripts/publish-functions.mjs`: writes docs/functions.md, the functions of the expression language, from their
// definitions. A unit test of packages/mapping fails while the committed page is not what this prints.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functionCatalogue } from '@patchbay/mapping';

const file = join(import.meta.dirname, '../docs/functions.md');
const inCell = (text) => text.replaceAll('|', String.raw`\|`);
const code = (text) => `\`${inCell(text)}\``;

/** Examples that read a scope of their own would need its words: one that stands alone is shown where there is one. */
function exampleOf({ examples, varies }) {
  const { expr, result, scope } = examples.find((example) => example.scope === undefined) ?? examples[0];
  const where = scope === undefined ? '' : ` with ${code(JSON.stringify(scope))}`;
  return `${varies ? 'such as ' : ''}${code(expr)} → ${code(JSON.stringify(result))}${where}`;
}

export function functionsPageText() {
  const categories = [...new Set(functionCatalogue.map(({ category }) => category))].toSorted();
  const sections = categories.map((category) => {
    const rows = functionCatalogue
      .filter((one) => one.category === category)
      .map((one) => `| ${code(one.signature)} | ${inCell(one.summary)} | ${exampleOf(one)} |`);
    const notes = functionCatalogue
      .filter((one) => one.category === category && one.notes !== undefined)
      .map((one) => `\`${one.name}\`: ${one.notes}`);
    const table = [`## ${category}`, '', '| function | gives | example |', '| --- | --- | --- |', ...rows].join('\n');
    return [table, ...notes].join('\n\n');
  });
  const head = [
    '# Functions',
    '',
    `The ${functionCatalogue.length} functions of the expression language ([mapping.md](mapping.md)). Names may be written in any case; an argument in`,
    'brackets may be left out, one with an ellipsis repeats. "Nothing" is null, and what is missing.',
    '',
    'This page is printed from the definitions by `node scripts/publish-functions.mjs`.',
  ].join('\n');
  return `${[head, ...sections].join('\n\n')}\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(file, functionsPageText());
}
