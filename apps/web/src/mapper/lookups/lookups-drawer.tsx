import { setLookup } from '@patchbay/mapping/edit';
import { Drawer } from '../bar/drawer.tsx';
import { EntrySelect } from '../library/entry-select.tsx';
import { useHost, useMapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { LookupTables } from './lookup-tables.tsx';

/** The tables that rules look values up in: the document's own, and those of the library. */
export function LookupsDrawer({ onClose }: { readonly onClose: () => void }) {
  const { doc, mayEdit, library } = useHost();
  const mapper = useMapper();
  const { make } = useRuleActions();
  return (
    <Drawer title="Lookup tables" aside={`${Object.keys(doc.lookups ?? {}).length}`} onClose={onClose}>
      <div className="grid gap-3 p-3">
        <LookupTables />
        {mayEdit && library.find !== undefined ? (
          <EntrySelect
            kind="lookup"
            find={library.find}
            aria-label="Use a table of the library"
            value={undefined}
            placeholder="Use a table of the library"
            onChange={(ref) => make(setLookup(mapper.host().doc, freeName(doc.lookups ?? {}, ref), { table: ref }))}
          />
        ) : null}
      </div>
    </Drawer>
  );
}

function freeName(taken: object, ref: string): string {
  const wanted = ref.split('@', 1)[0]?.replace(/[^A-Za-z0-9_]/g, '_') ?? 'table';
  let name = wanted;
  for (let number = 2; Object.hasOwn(taken, name); number += 1) name = `${wanted}${number}`;
  return name;
}
