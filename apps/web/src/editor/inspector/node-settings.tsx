import type { Diagnostic } from '@patchbay/model/errors';
import { isListNode, outputPorts } from '@patchbay/model/flow';
import type { FlowNode } from '@patchbay/model/flow';
import { useEffect, useRef } from 'react';
import { useEditorState } from '../editor-context.ts';
import { MapSettings } from '../mapping/map-settings.tsx';
import { BranchSettings } from './branch-settings.tsx';
import { SubflowSettings } from './calls/subflow-settings.tsx';
import { CodeSettings } from './code/code-settings.tsx';
import { ForEachSettings, TrySettings } from './container-settings.tsx';
import { FailSettings, StopSettings } from './end-settings.tsx';
import { FilterSettings } from './filter-settings.tsx';
import { AggregateSettings } from './lists/aggregate-settings.tsx';
import { DeduplicateSettings } from './lists/deduplicate-settings.tsx';
import { JoinSettings } from './lists/join-settings.tsx';
import { SortSettings } from './lists/sort-settings.tsx';
import { ValidateSettings } from './lists/validate-settings.tsx';
import { LeadsTo } from './leads-to.tsx';
import { MergeSettings } from './merge-settings.tsx';
import { useNodeForm } from './node-edit.ts';
import { RecordsOutcome, RecordsSection } from './records-section.tsx';
import type { OverRecords } from './records-section.tsx';
import { OperationSettings } from './operation-settings.tsx';
import { ApprovalSettings } from './waits/approval-settings.tsx';
import { CallbackSettings } from './waits/callback-settings.tsx';
import { DelaySettings } from './waits/delay-settings.tsx';
import { RespondSettings } from './respond-settings.tsx';

interface NodeSettingsProps {
  readonly node: FlowNode;
  readonly problems: readonly Diagnostic[];
}

export function NodeSettings(props: NodeSettingsProps) {
  const host = useRef<HTMLDivElement>(null);
  const wanted = useEditorState((state) => state.ui.field);
  const request = useEditorState((state) => state.ui.reveal?.request);
  // A problem's "go to" leads to the field itself.
  useEffect(() => {
    if (wanted === null) return;
    const field = [...(host.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])]
      .filter(
        (element) => wanted === element.dataset['field'] || wanted.startsWith(`${element.dataset['field'] ?? ''}.`),
      )
      .at(-1);
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
  }, [wanted, request]);
  return (
    <div ref={host} className="pb-8">
      <KindSettings {...props} />
      {isOverRecords(props.node) ? <OutcomeForm node={props.node} problems={props.problems} /> : null}
      {outputPorts(props.node).length === 0 ? null : <LeadsTo node={props.node} />}
    </div>
  );
}

function KindSettings({ node, problems }: NodeSettingsProps) {
  switch (node.kind) {
    case 'trigger':
    case 'action':
      return <OperationForm node={node} problems={problems} />;
    case 'map':
      return <MapForm node={node} problems={problems} />;
    case 'branch':
      return <BranchForm node={node} problems={problems} />;
    case 'filter':
      return <FilterForm node={node} problems={problems} />;
    case 'code':
      return <CodeForm node={node} problems={problems} />;
    case 'respond':
      return <RespondForm node={node} problems={problems} />;
    case 'merge':
      return <MergeForm node={node} problems={problems} />;
    case 'sort':
      return <SortForm node={node} problems={problems} />;
    case 'deduplicate':
      return <DeduplicateForm node={node} problems={problems} />;
    case 'aggregate':
      return <AggregateForm node={node} problems={problems} />;
    case 'join':
      return <JoinForm node={node} problems={problems} />;
    case 'validate':
      return <ValidateForm node={node} problems={problems} />;
    case 'forEach':
      return <ForEachForm node={node} problems={problems} />;
    case 'try':
      return <TryForm node={node} problems={problems} />;
    case 'delay':
      return <DelayForm node={node} problems={problems} />;
    case 'callback':
      return <CallbackForm node={node} problems={problems} />;
    case 'approval':
      return <ApprovalForm node={node} problems={problems} />;
    case 'subflow':
      return <SubflowForm node={node} problems={problems} />;
    case 'stop':
      return <StopForm node={node} problems={problems} />;
    case 'fail':
      return <FailForm node={node} problems={problems} />;
  }
}

const isOverRecords = (node: FlowNode): node is OverRecords =>
  node.kind === 'map' || node.kind === 'filter' || isListNode(node);

interface OutcomeFormProps {
  readonly node: OverRecords;
  readonly problems: readonly Diagnostic[];
}

const OutcomeForm = ({ node, problems }: OutcomeFormProps) => <RecordsOutcome form={useNodeForm(node, problems)} />;

type Of<Kind extends FlowNode['kind']> = { node: Extract<FlowNode, { kind: Kind }>; problems: readonly Diagnostic[] };

const OperationForm = ({ node, problems }: Of<'trigger' | 'action'>) => (
  <OperationSettings form={useNodeForm(node, problems)} />
);
function MapForm({ node, problems }: Of<'map'>) {
  const form = useNodeForm(node, problems);
  return (
    <>
      <RecordsSection form={form} />
      <MapSettings form={form} />
    </>
  );
}
const BranchForm = ({ node, problems }: Of<'branch'>) => <BranchSettings form={useNodeForm(node, problems)} />;
const FilterForm = ({ node, problems }: Of<'filter'>) => <FilterSettings form={useNodeForm(node, problems)} />;
const CodeForm = ({ node, problems }: Of<'code'>) => <CodeSettings form={useNodeForm(node, problems)} />;
const MergeForm = ({ node, problems }: Of<'merge'>) => <MergeSettings form={useNodeForm(node, problems)} />;
const SortForm = ({ node, problems }: Of<'sort'>) => <SortSettings form={useNodeForm(node, problems)} />;
const DeduplicateForm = ({ node, problems }: Of<'deduplicate'>) => (
  <DeduplicateSettings form={useNodeForm(node, problems)} />
);
const AggregateForm = ({ node, problems }: Of<'aggregate'>) => <AggregateSettings form={useNodeForm(node, problems)} />;
const JoinForm = ({ node, problems }: Of<'join'>) => <JoinSettings form={useNodeForm(node, problems)} />;
const ValidateForm = ({ node, problems }: Of<'validate'>) => <ValidateSettings form={useNodeForm(node, problems)} />;
const ForEachForm = ({ node, problems }: Of<'forEach'>) => <ForEachSettings form={useNodeForm(node, problems)} />;
const TryForm = ({ node, problems }: Of<'try'>) => <TrySettings form={useNodeForm(node, problems)} />;
const DelayForm = ({ node, problems }: Of<'delay'>) => <DelaySettings form={useNodeForm(node, problems)} />;
const CallbackForm = ({ node, problems }: Of<'callback'>) => <CallbackSettings form={useNodeForm(node, problems)} />;
const ApprovalForm = ({ node, problems }: Of<'approval'>) => <ApprovalSettings form={useNodeForm(node, problems)} />;
const SubflowForm = ({ node, problems }: Of<'subflow'>) => <SubflowSettings form={useNodeForm(node, problems)} />;
const StopForm = ({ node, problems }: Of<'stop'>) => <StopSettings form={useNodeForm(node, problems)} />;
const FailForm = ({ node, problems }: Of<'fail'>) => <FailSettings form={useNodeForm(node, problems)} />;
const RespondForm = ({ node, problems }: Of<'respond'>) => <RespondSettings form={useNodeForm(node, problems)} />;
