import { removeSource, renameSource } from '@patchbay/mapping/edit';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Drawer } from '../bar/drawer.tsx';
import { Button, IconButton } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { NameField } from '../rules/name-field.tsx';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { NewerVersion } from './newer-version.tsx';
import { outdatedUses, placesOf, sourceUse, targetUse } from './outdated-uses.ts';
import { SchemaChoice } from './schema-choice.tsx';
import { useSchemaEdits } from './use-schema-edits.ts';
import type { Taken } from './version-drift.tsx';
import { VersionTaken } from './version-taken.tsx';

/** What the mapping reads and makes: names, shapes, and where they come from. */
export function SchemasDrawer({ onClose }: { readonly onClose: () => void }) {
  const host = useHost();
  const { doc, mayEdit, givenTarget } = host;
  const { view } = useMapperData();
  const mapper = useMapper();
  const { make } = useRuleActions();
  const edits = useSchemaEdits();
  const [open, setOpen] = useState<string | null>(null);
  const turn = (what: string): void => setOpen(open === what ? null : what);
  const target = doc.target?.schema;
  const outdated = new Map(outdatedUses(host).map((use) => [use.key, use]));
  const [taken, setTaken] = useState<Taken | null>(null);
  const onTaken = (done: Taken): void => {
    setTaken(done);
    setOpen(null);
    mapper.store.getState().show({ drift: null });
  };
  return (
    <Drawer title="Sources and target" onClose={onClose}>
      {taken === null || placesOf(host, taken.ref).length === 0 ? null : (
        <VersionTaken taken={taken} onClose={() => setTaken(null)} />
      )}
      <section aria-label="Sources" className="grid gap-3 p-3">
        {Object.entries(doc.sources ?? {}).map(([name, source]) => (
          <div
            key={name}
            role="group"
            aria-label={`Source ${name}`}
            className="grid gap-2 rounded-2 border border-line p-2"
          >
            <div className="flex items-center gap-2">
              <NameField
                label={`Name of the source ${name}`}
                value={name}
                disabled={!mayEdit}
                onChange={(to) => make(renameSource(mapper.data().view, name, to))}
              />
              <span className="min-w-0 flex-1 truncate text-12 text-ink-3">{shapeWords(source.schema)}</span>
              {mayEdit ? (
                <>
                  <Button size="small" onClick={() => turn(name)}>
                    Change
                  </Button>
                  <IconButton
                    icon={Trash2}
                    size="small"
                    label={`Remove the source ${name}`}
                    onClick={() => make(removeSource(mapper.data().view, name))}
                  />
                </>
              ) : null}
            </div>
            <NewerVersion use={outdated.get(sourceUse(name))} onTaken={onTaken} />
            {open === name ? (
              <SchemaChoice
                what={`of ${name}`}
                current={source.schema}
                onTaken={onTaken}
                onChoose={(use, sample) => {
                  edits.setSource(name, use, sample);
                  setOpen(null);
                }}
              />
            ) : null}
          </div>
        ))}
        {open === '+' ? (
          <SchemaChoice
            what="of the new source"
            onChoose={(use, sample) => {
              edits.addSource(use, sample);
              setOpen(null);
            }}
          />
        ) : mayEdit ? (
          <Button icon={Plus} className="justify-self-start" onClick={() => turn('+')}>
            Add a source
          </Button>
        ) : null}
      </section>
      <section aria-label="Target" className="grid gap-2 border-t border-line p-3">
        <h3 className="static! border-0! bg-transparent! px-0!">Target</h3>
        <p className="text-12 text-ink-2">
          {givenTarget === undefined
            ? target === undefined
              ? 'Any shape: what the rules make is taken as it is.'
              : `${view.target?.title ?? 'A shape of its own'}, ${shapeWords(target)}`
            : `${givenTarget.label}: given by the step, so it cannot be changed here.`}
        </p>
        <NewerVersion use={outdated.get(targetUse)} onTaken={onTaken} />
        {givenTarget === undefined && mayEdit ? (
          <>
            <SchemaChoice
              what="of the target"
              current={target}
              onTaken={onTaken}
              onChoose={(use) => edits.setTarget(use)}
            />
            {target === undefined ? null : (
              <Button className="justify-self-start" onClick={() => edits.setTarget(undefined)}>
                Take any shape
              </Button>
            )}
          </>
        ) : null}
      </section>
    </Drawer>
  );
}

const shapeWords = (use: unknown): string =>
  typeof use === 'string' ? use.replace('@', ', version ') : use === undefined ? 'shape unknown' : 'a shape of its own';
