// How fast a large mapping is looked at and edited: two schemas of 5,000 leaves, 1,000 rules, lists and names among them.
// By CPU time, so that a busy machine does not matter. Aims: lineage in under 20 ms at first sight, any edit with the
// lineage after it in under 50 ms.
// usage: node bench/src/edit.ts [rounds]
import { lineageOf, specificationOf, viewOf, withDocument } from '@patchbay/mapping';
import type { MappingView } from '@patchbay/mapping';
import {
  copyRules,
  dropChoices,
  formulaGraph,
  isRefusal,
  pasteRules,
  relink,
  renameAlias,
  renameSource,
  setRule,
} from '@patchbay/mapping/edit';
import type { EditResult } from '@patchbay/mapping/edit';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';

const rounds = Number(process.argv[2] ?? 40);
const types: readonly DataSchema[] = [
  { type: 'string' },
  { type: 'number' },
  { type: 'integer' },
  { type: 'string', format: 'date' },
];
const texts: readonly ((base: string, at: number) => string)[] = [
  (base, at) => `${base}.field${at}`,
  (base, at) => `UPPER(TRIM(${base}.field${at}))`,
  (base, at) => `IF(${base}.field${at} > 3, ${base}.field${at + 1}, 0)`,
  (base, at) => `${base}.field${at} & " " & ${base}.field${at + 2}`,
  (base, at) => `SUM(MAP(order.group0, x -> x.field${at} * 2))`,
];

/** 50 groups of 100 fields; every fifth group is a list. */
const groups = Array.from({ length: 50 }, (_, group): [string, DataSchema] => {
  const properties = Array.from({ length: 100 }, (_unused, at): [string, DataSchema] => [
    `field${at}`,
    types[at % types.length] ?? {},
  ]);
  const object: DataSchema = { type: 'object', properties: Object.fromEntries(properties) };
  return [`group${group}`, group % 5 === 0 ? { type: 'array', items: object } : object];
});
const schema: DataSchema = { type: 'object', properties: Object.fromEntries(groups) };

/** A fresh document each time: nothing of it is remembered. `salt` makes the texts new to the parser, too. */
function wideMapping(salt: string): MappingDocument {
  const fields = groups.map(([name], group): [string, MappingRule] => {
    const isList = group % 5 === 0;
    const base = isList ? 'line' : group % 2 === 0 ? 'it' : `order.${name}`;
    const inner = Array.from({ length: 20 }, (_, at): [string, MappingRule] => [
      `field${at}`,
      { expr: `${texts[at % texts.length]?.(base, at) ?? ''}${salt}` },
    ]);
    const rule = { let: { it: `order.${name}` }, fields: Object.fromEntries(inner) };
    return [name, isList ? { for: `order.${name}`, as: 'line', where: 'line.field2 >= 0', ...rule } : rule];
  });
  return { map: 1, sources: { order: { schema } }, target: { schema }, root: { fields: Object.fromEntries(fields) } };
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function measured(label: string, aimMs: number | undefined, work: (round: number) => void): void {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = cpuMs();
    work(round);
    times.push(cpuMs() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
  const aim = aimMs === undefined ? '' : ` (aim ${aimMs} ms)`;
  console.log(`${label.padEnd(58)} median ${at(0.5)} ms · P95 ${at(0.95)} ms${aim}`);
}

const done = (view: MappingView, result: EditResult): MappingView => {
  if (isRefusal(result)) throw new Error(result.refused);
  return withDocument(view, result.doc);
};

const fresh = Array.from({ length: rounds }, (_, round) => viewOf(wideMapping(' '.repeat(round + 1))));
console.log(
  `${lineageOf(viewOf(wideMapping(''))).lines.length} lines between 5,000 and 5,000 leaves, 1,000 rules, ${rounds} rounds`,
);
measured('lineage of a mapping never seen (parsing included)', undefined, (round) => {
  lineageOf(fresh[round] ?? viewOf(wideMapping('')));
});
const parsed = Array.from({ length: rounds }, () => viewOf(wideMapping('')));
measured('lineage of a mapping just opened (texts known)', 20, (round) => {
  lineageOf(parsed[round] ?? viewOf(wideMapping('')));
});

let view = viewOf(wideMapping(''));
lineageOf(view);
measured('one rule changed, lineage after it', 50, (round) => {
  view = withDocument(
    view,
    setRule(view.doc, `/group${round % 50}/field7`, { expr: `order.group1.field${round} & 'x'` }),
  );
  lineageOf(view);
});
measured('what depends on a source field', 50, (round) => {
  view = withDocument(view, setRule(view.doc, '/group1/field9', { expr: `order.group1.field${round}` }));
  lineageOf(view).dependentsOf('order/group1');
});
const drop = (source: readonly string[], target: string): void => {
  const found = dropChoices(view, { source: { root: 'order', steps: source }, target });
  if (isRefusal(found)) throw new Error(found.refused);
  found.choices[found.preferred]?.apply();
};
measured('drop of a field on a field', 50, (round) => drop(['group1', `field${round % 100}`], '/group3/field60'));
measured('drop of a list on a list with 80 fields left', 50, () => drop(['group5'], '/group10'));
measured('drop of a structure of 100 fields', 50, () => drop(['group1'], '/group2'));
measured('alias renamed, lineage after it', 50, (round) => {
  view = done(view, renameAlias(view, '/group0', `row${round}`));
  lineageOf(view);
});
measured('source renamed in 1,000 rules, lineage after it', undefined, (round) => {
  view = done(
    view,
    renameSource(view, Object.keys(view.doc.sources ?? {})[0] ?? '', round % 2 === 0 ? 'sale' : 'order'),
  );
  lineageOf(view);
});
const root = Object.keys(view.doc.sources ?? {})[0] ?? '';
measured('a field read elsewhere by every rule (relink)', 50, (round) => {
  const names = ['field3', 'field3x'] as const;
  const [from, to] = round % 2 === 0 ? names : names.toReversed();
  view = done(view, relink(view, { root, steps: ['group1', from ?? ''] }, { root, steps: ['group1', to ?? ''] }));
});
measured('structure of 20 rules copied and pasted', 50, () => {
  const text = copyRules(view, ['/group4']);
  if (typeof text !== 'string') throw new Error(text.refused);
  done(view, pasteRules(view, text, { parent: '' }));
});
measured('specification of all rows', undefined, () => {
  specificationOf(view);
});
const formula = Array.from({ length: 60 }, (_, at) => `IF(order.a${at} > ${at}, UPPER(order.b${at}), "x")`).join(' & ');
measured('boxes of a formula of 300 parts', 50, () => {
  formulaGraph(formula);
});
