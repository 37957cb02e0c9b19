import { setRule } from '@patchbay/mapping/edit';
import { looksBackwards } from '@patchbay/model/mapping';
import type { LookupRule } from '@patchbay/model/mapping';
import { Checkbox, Select } from '../../ui/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import { fieldName } from '../rules/use-rule-edit.ts';

/** The table of a lookup; the formula below is the key that is looked for. */
export function LookupChoice({ path, rule }: { readonly path: string; readonly rule: LookupRule }) {
  const { doc, mayEdit } = useHost();
  const { edit } = useMapper();
  const sources = Object.entries(doc.sources ?? {}).filter(([, { role }]) => role === 'lookup');
  const names = [...new Set([...Object.keys(doc.lookups ?? {}), ...sources.map(([name]) => name)])];
  const put = (next: LookupRule): void =>
    edit(setRule(doc, path, next), { label: `Lookup of ${fieldName(path)}: ${next.lookup}` });
  const { reverse: _, ...asTable } = rule;
  const tableSays = looksBackwards(asTable, doc);
  return (
    <div className="flex flex-none items-center gap-3 text-12 text-ink-3">
      <span>look up in</span>
      <Select<string>
        aria-label={`Table of ${fieldName(path)}`}
        className="w-48"
        value={rule.lookup}
        placeholder="Choose a table"
        disabled={!mayEdit}
        options={names.map((name) => ({ value: name, label: name }))}
        onChange={(lookup) => put({ ...rule, lookup })}
      />
      <Checkbox
        label="Backwards: from value to key"
        checked={rule.reverse ?? tableSays}
        disabled={!mayEdit}
        onChange={(on) => put(on === tableSays ? asTable : { ...rule, reverse: on })}
      />
    </div>
  );
}
