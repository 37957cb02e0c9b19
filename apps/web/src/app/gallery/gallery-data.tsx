import { useState } from 'react';
import {
  CountPill,
  Fold,
  GroupRow,
  JsonView,
  PanelHeader,
  Status,
  StatusIcon,
  Tab,
  Table,
  TabList,
  TabPanel,
  Tabs,
  Td,
  Th,
  TimelineHead,
  TimelineRow,
  Tr,
} from '../../ui/index.ts';

const sample = {
  to: { name: 'Ingrid Solheim', postcode: '2400', city: 'København NV' },
  weightGrams: 3820,
  express: true,
  note: null,
  tags: [],
  many: Array.from({ length: 400 }, (_, index) => ({ id: index })),
};

export function GalleryData() {
  const [tab, setTab] = useState<'timeline' | 'input'>('timeline');
  const [open, setOpen] = useState(true);
  return (
    <div className="col-span-2 grid gap-4">
      <section className="overflow-hidden rounded-3 border border-line bg-panel">
        <Table label="Runs">
          <colgroup>
            <col style={{ width: 168 }} />
            <col />
            <col style={{ width: 120 }} />
          </colgroup>
          <thead>
            <tr>
              <Th>Status</Th>
              <Th>What happened</Th>
              <Th end>Duration</Th>
            </tr>
          </thead>
          <tbody>
            <GroupRow columns={3} open={open} onToggle={() => setOpen(!open)}>
              Needs you <CountPill count={1} tone="wait" />
            </GroupRow>
            <Tr>
              <Td>
                <Status look="unknown">Needs a decision</Status>
              </Td>
              <Td dim>Book express parcel: answer lost</Td>
              <Td end>14 min</Td>
            </Tr>
            <Tr selected>
              <Td>
                <Status look="succeeded">Succeeded</Status>
              </Td>
              <Td dim>3 articles</Td>
              <Td end>412 ms</Td>
            </Tr>
          </tbody>
        </Table>
      </section>
      <section className="overflow-hidden rounded-3 border border-line bg-panel">
        <PanelHeader
          title="Book express parcel"
          subtitle="Unknown · Parcel API, test"
          icon={<StatusIcon look="unknown" />}
        />
        <Tabs value={tab} onChange={setTab}>
          <TabList label="Run" aside="Started 29 Mar 2026, 01:58:44 CET">
            <Tab value="timeline">Timeline</Tab>
            <Tab value="input">
              Input <CountPill count={26} />
            </Tab>
          </TabList>
          <TabPanel value="timeline">
            <TimelineHead name="Step" spanMs={10_000} />
            <TimelineRow
              spanMs={10_000}
              name={
                <>
                  <StatusIcon look="succeeded" size={14} /> Charge card <span className="text-ink-3">2 attempts</span>
                </>
              }
              duration="3.4 s"
              bars={[
                { fromMs: 200, toMs: 900, tone: 'bad', words: '429' },
                { fromMs: 900, toMs: 2_800, tone: 'neutral', look: 'gap', words: 'Retry-After 2 s' },
                { fromMs: 2_800, toMs: 3_600, tone: 'ok', words: '201' },
              ]}
            />
            <TimelineRow
              spanMs={10_000}
              selected
              name={
                <>
                  <StatusIcon look="unknown" size={14} /> Book express parcel
                </>
              }
              duration="5.0 s"
              bars={[
                { fromMs: 3_700, toMs: 8_700, tone: 'wait', words: 'sent, no answer in 5 s' },
                { fromMs: 8_700, toMs: 10_000, tone: 'wait', look: 'open', words: 'waits for you' },
              ]}
            />
          </TabPanel>
          <TabPanel value="input" className="flex h-80">
            <JsonView label="Input" heading="POST /v1/parcels" value={sample} />
          </TabPanel>
        </Tabs>
        <Fold title="Retry" summary="4 attempts · 2 s, 8 s, 32 s">
          Folded details.
        </Fold>
      </section>
    </div>
  );
}
