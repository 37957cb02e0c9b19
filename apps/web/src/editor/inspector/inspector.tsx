import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowNode } from '@patchbay/model/flow';
import { useState } from 'react';
import { CountPill, isTyping, Panel, Tab, TabList, TabPanel, Tabs } from '../../ui/index.ts';
import { useSelectedNode, useTestRun } from '../editor-context.ts';
import { stepOf } from '../test-run.store.ts';
import { NodeHeader } from './node-header.tsx';
import { useCloseInspector } from './use-close-inspector.ts';
import { NodeSettings } from './node-settings.tsx';
import { StepErrors, StepInput, StepOutput } from './step-values.tsx';

type InspectorTab = 'settings' | 'input' | 'output' | 'errors';

/** Everything about the one selected step: its settings, and what went in and out of it in the last test run. */
export function Inspector({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const node = useSelectedNode();
  const [tab, setTab] = useState<InspectorTab>('settings');
  const close = useCloseInspector();
  if (node === null) return null;
  return (
    <Panel
      data-inspector
      aria-label={`Settings of ${node.label}`}
      className="h-full border-l border-line"
      onKeyDown={(event) => {
        // A text has its own use for it, and so has what lies above the panel.
        const isHere = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (event.key === 'Escape' && !event.defaultPrevented && isHere && !isTyping(event.target)) close();
      }}
    >
      <NodeHeader key={`head-${node.id}`} node={node} />
      <Tabs value={tab} onChange={setTab} className="flex-1">
        <InspectorTabs node={node} />
        <TabPanel value="settings" className="overflow-auto [scrollbar-gutter:stable]">
          <NodeSettings key={node.id} node={node} problems={problems} />
        </TabPanel>
        <TabPanel value="input" className="flex flex-col overflow-hidden">
          <StepInput node={node} />
        </TabPanel>
        <TabPanel value="output" className="flex flex-col overflow-hidden">
          <StepOutput node={node} />
        </TabPanel>
        <TabPanel value="errors" className="overflow-auto">
          <StepErrors node={node} />
        </TabPanel>
      </Tabs>
    </Panel>
  );
}

function InspectorTabs({ node }: { readonly node: FlowNode }) {
  const failures = useTestRun(
    (run) => stepOf(run, node.id)?.attempts.filter((attempt) => attempt.error !== undefined).length ?? 0,
  );
  return (
    <TabList label="About this step">
      <Tab value="settings">Settings</Tab>
      <Tab value="input">Input</Tab>
      <Tab value="output">Output</Tab>
      <Tab value="errors">Errors {failures === 0 ? null : <CountPill count={failures} tone="bad" />}</Tab>
    </TabList>
  );
}
