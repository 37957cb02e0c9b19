import { diffMappings } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Button, Dialog, RadioCards, TimeText } from '../../ui/index.ts';
import { mergeMappings } from '../draft/merge-mappings.ts';
import type { DraftOutbox, OtherDraft } from '../draft/draft-saving.ts';
import { useOpenMapping } from './mapping-context.ts';

/** Shown while a draft of somebody else stands in the way of saving: both are there, and their author decides. */
export function ConflictDialog() {
  const { draft } = useOpenMapping();
  const outbox = useStore(draft.store, (state) => state.outbox);
  if (outbox.status !== 'conflict' || outbox.other === null) return null;
  return <Conflict key={outbox.other.revision} stored={outbox.stored} other={outbox.other} />;
}

type Way = 'both' | 'mine' | 'theirs';

function Conflict({ stored, other }: { readonly stored: DraftOutbox['stored']; readonly other: OtherDraft }) {
  const { draft } = useOpenMapping();
  const mine = useStore(draft.store, (state) => state.history.doc);
  const [way, setWay] = useState<Way>('both');
  const merged = useMemo(() => mergeMappings({ base: stored, mine, theirs: other.document }), [stored, mine, other]);
  const { clashes } = merged;
  const decide = (): void => {
    if (way === 'both') draft.decide(merged.doc, `Merged with the draft of ${other.updatedBy}`);
    if (way === 'mine') draft.decide(mine, 'Kept the own draft');
    if (way === 'theirs') draft.decide(other.document, `Took the draft of ${other.updatedBy}`);
  };
  const places = clashes.slice(0, 5).join(', ');
  return (
    <Dialog
      onClose={() => undefined}
      title={`${other.updatedBy} saved this mapping meanwhile`}
      description="Nothing of yours is lost. Say what is to be kept; whatever you choose can be undone."
      size="medium"
      footer={
        <Button look="primary" onClick={decide}>
          Go on
        </Button>
      }
    >
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-4">
          <Changes title="You changed" before={stored} after={mine} />
          <Changes
            title={
              <>
                {other.updatedBy} changed, <TimeText at={other.updatedAt} ago />
              </>
            }
            before={stored}
            after={other.document}
          />
        </div>
        <RadioCards
          label="What is kept"
          value={way}
          onChange={setWay}
          cards={[
            {
              value: 'both',
              title: 'Both',
              detail:
                clashes.length === 0
                  ? 'They do not touch each other.'
                  : `Where both changed the same, yours stands: ${places}${clashes.length > 5 ? ' …' : ''}`,
            },
            { value: 'mine', title: 'Only mine', detail: 'The draft becomes what you see; theirs is gone from it.' },
            { value: 'theirs', title: 'Only theirs', detail: 'Yours comes back by undo.' },
          ]}
        />
      </div>
    </Dialog>
  );
}

const shownChanges = 8;

interface ChangesProps {
  readonly title: React.ReactNode;
  readonly before: MappingDocument;
  readonly after: MappingDocument;
}

function Changes({ title, before, after }: ChangesProps) {
  const changes = useMemo(() => diffMappings(before, after), [before, after]);
  return (
    <section className="min-w-0">
      <h3 className="mb-1 font-semibold">{title}</h3>
      {changes.length === 0 ? <p className="text-ink-3">Nothing.</p> : null}
      <ul className="grid gap-1 text-12">
        {changes.slice(0, shownChanges).map(({ part, path, change, words }) => (
          <li key={`${part} ${path}`} className="wrap-anywhere">
            <code>{part === 'rule' ? path.slice(1).replaceAll('/', '.') || 'the root' : `${part} ${path}`}</code>{' '}
            <span className="text-ink-3">{change}</span> {words}
          </li>
        ))}
        {changes.length > shownChanges ? (
          <li className="text-ink-3">and {changes.length - shownChanges} more</li>
        ) : null}
      </ul>
    </section>
  );
}
