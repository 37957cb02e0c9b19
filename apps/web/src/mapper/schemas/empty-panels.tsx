import { Plus } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { allShown, useFilterWords } from '../canvas/side-filter.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { SchemaChoice } from './schema-choice.tsx';
import { useSchemaEdits } from './use-schema-edits.ts';

/** In the place of the source's rows while there is nothing to map from, or nothing found. */
export function EmptySource({ isEmpty }: { readonly isEmpty: boolean }) {
  const { mayEdit } = useHost();
  const edits = useSchemaEdits();
  if (!isEmpty) return <NothingFound side="source" />;
  return (
    <div className="empty-side">
      <h3>No source yet</h3>
      <p>What the mapping reads: an order as the shop sends it, a row of a table. Say what it looks like.</p>
      {mayEdit ? <SchemaChoice what="of the source" onChoose={edits.addSource} /> : null}
    </div>
  );
}

/** In the place of the target's rows while nothing is said about what is to be made. */
export function EmptyTarget({ isEmpty }: { readonly isEmpty: boolean }) {
  const { mayEdit, givenTarget } = useHost();
  const edits = useSchemaEdits();
  const { add } = useRuleActions();
  if (!isEmpty) return <NothingFound side="target" />;
  return (
    <div className="empty-side">
      <h3>What is to be made?</h3>
      <p>
        With a shape, required fields and types are checked, and auto-map can help. Without one, add the fields by hand.
      </p>
      {mayEdit ? (
        <>
          {givenTarget === undefined ? (
            <SchemaChoice what="of the target" onChoose={(use) => edits.setTarget(use)} />
          ) : null}
          <Button icon={Plus} className="justify-self-start" onClick={() => add('')}>
            Add a field
          </Button>
        </>
      ) : null}
    </div>
  );
}

function NothingFound({ side }: { readonly side: 'source' | 'target' }) {
  const { store } = useMapper();
  const search = useMapperState((state) => state.search[side]);
  const filter = useFilterWords(side);
  const showAll = (): void => {
    store.getState().show({ ...allShown(side), search: { ...store.getState().search, [side]: '' } });
    // The button goes, and with it the focus.
    document.querySelector<HTMLElement>(`[data-find=${side}]`)?.focus();
  };
  return (
    <div className="nothing">
      <p role="status">
        {search === '' ? 'No field is of that kind' : `No field is found for “${search}”`}
        {search === '' || filter === undefined ? '.' : ` among those that are “${filter}”.`}
      </p>
      {search === '' ? null : (
        <p>
          Names, paths (<code>lines[].sku</code>), descriptions and values of the sample are searched, and types (
          <code>type:date</code>).
        </p>
      )}
      <Button size="small" onClick={showAll}>
        Show all fields
      </Button>
    </div>
  );
}
