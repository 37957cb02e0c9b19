import { FileJson, FilePlus2, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Button, EmptyState } from '../../ui/index.ts';
import { Drawer } from '../bar/drawer.tsx';
import { CoverageLine } from '../coverage/coverage-line.tsx';
import { sampleId } from '../data/mapper-data.ts';
import { useHost, useMapperData } from '../mapper-context.ts';
import type { DrawerProps } from '../slots.tsx';
import { AddSampleDialog } from './add-sample-dialog.tsx';
import { AtHandItem } from './at-hand-item.tsx';
import { SampleItem } from './sample-item.tsx';
import { generatedInput } from './sample-input.ts';
import { useSampleActions } from './use-sample-actions.ts';

/** The data that the mapping is tried on: what is kept with it, and what is at hand besides. */
export function SamplesDrawer({ onClose }: DrawerProps) {
  const { doc, mayEdit, samples: atHand } = useHost();
  const { sources } = useMapperData();
  const actions = useSampleActions();
  const [adding, setAdding] = useState(false);
  const own = doc.samples ?? [];
  const generated = mayEdit ? generatedInput(sources) : undefined;
  const buttons = mayEdit ? (
    <>
      <Button icon={FilePlus2} onClick={() => setAdding(true)}>
        Add a sample
      </Button>
      <Button
        icon={Sparkles}
        disabled={generated === undefined}
        title={generated === undefined ? 'No source has a schema to make one from' : 'An example that fits the schemas'}
        onClick={() => {
          if (generated !== undefined) actions.keep('generated', generated);
        }}
      >
        Make one up
      </Button>
    </>
  ) : undefined;
  return (
    <Drawer title="Samples" aside={`${own.length} kept`} footer={buttons} onClose={onClose}>
      <div className="flex min-h-9 items-center border-b border-line px-3 py-1">
        <CoverageLine />
      </div>
      <section aria-label="Kept with the mapping">
        <h3>
          Kept with the mapping <span>they go wherever it goes</span>
        </h3>
        {own.length === 0 ? (
          <EmptyState
            icon={FileJson}
            title="No sample is kept yet"
            why="A sample is data to try the mapping on: every row shows its value, and the rows that no sample fills are told. Paste one, give a file, or keep what a run received."
            className="py-6!"
          />
        ) : (
          <ul aria-label="Samples">
            {own.map((sample) => (
              <SampleItem key={sample.name} sample={sample} id={sampleId(sample.name)} />
            ))}
          </ul>
        )}
      </section>
      {atHand.length === 0 ? null : (
        <section aria-label="At hand">
          <h3>
            At hand <span>the trigger’s data and the last runs; not kept</span>
          </h3>
          <ul aria-label="Data at hand">
            {atHand.map((sample) => (
              <AtHandItem key={sample.id} sample={sample} />
            ))}
          </ul>
        </section>
      )}
      {adding ? <AddSampleDialog onDone={() => setAdding(false)} /> : null}
    </Drawer>
  );
}
