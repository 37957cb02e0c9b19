import type { StepError, StepRecord } from '@patchbay/model/run';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { Link } from '@tanstack/react-router';
import { RotateCcw, Workflow, X } from 'lucide-react';
import { useState } from 'react';
import { type Catalogue, connectorOf, kindWords, nodeIcon, operationOf } from '../editor/catalogue.ts';
import {
  CountPill,
  durationWords,
  IconButton,
  JsonView,
  KeyValue,
  messageWords,
  NamedIcon,
  Panel,
  PanelHeader,
  ProblemBox,
  Status,
  StatusIcon,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  textTone,
  TimeText,
} from '../ui/index.ts';
import { ErrorCause } from './error-cause.tsx';
import { LeftOut } from './left-out.tsx';
import { shortRunId } from './run-words.ts';
import { LargeInput, LargeOutput, WrittenFile } from './step-content.tsx';
import { FailedRecords, RecordFigures } from './step-records.tsx';
import { StepConsoleLines } from './step-console.tsx';
import { StepDecision, type StepDecisionProps } from './step-decision.tsx';
import { StepWait } from './step-wait.tsx';
import { TurnPicker } from './turn-picker.tsx';
import type { TurnPickerProps } from './turn-picker.tsx';
import { rowLabel } from './step-rows.ts';
import type { StepRow } from './step-rows.ts';

type View = 'records' | 'file' | 'failed' | 'input' | 'output' | 'leftOut' | 'console' | 'attempts' | 'details';

export interface StepPanelProps extends Pick<StepDecisionProps, 'busy' | 'error' | 'onDecide'> {
  readonly runId: string;
  readonly row: StepRow;
  readonly catalogue: Catalogue;
  readonly onClose: () => void;
  /** Begins a replay at this step; absent where that has no meaning. */
  readonly onReplay?: () => void;
  /** In a loop: which turn is shown. */
  readonly turn?: TurnPickerProps | undefined;
}

/** One step of a run: what came in, what came out, each attempt, and what to do when it needs a person. */
export function StepPanel({ runId, row, catalogue, onClose, onReplay, turn, ...decision }: StepPanelProps) {
  const { node, step } = row;
  const label = rowLabel(row);
  return (
    <Panel className="h-full overflow-y-auto" aria-label={`Step ${label}`}>
      <PanelHeader
        icon={<NamedIcon name={node === undefined ? 'puzzle' : nodeIcon(node, catalogue)} />}
        title={label}
        subtitle={
          <>
            <StepState row={row} />
            <span className="truncate">{operationWords(row, catalogue)}</span>
          </>
        }
        actions={
          <>
            {onReplay === undefined ? null : (
              <IconButton
                icon={RotateCcw}
                label="Replay from here: what came before stays as it was"
                onClick={onReplay}
              />
            )}
            <IconButton icon={X} label="Close the step" shortcut="Esc" onClick={onClose} />
          </>
        }
      />
      {turn === undefined ? null : <TurnPicker {...turn} />}
      {step === undefined ? (
        <p className="px-4 py-2 text-ink-2">This step has not begun.</p>
      ) : (
        <>
          {step.status === 'unknown' ? (
            <StepDecision step={step} label={label} {...decision} />
          ) : step.status === 'waiting' && step.waits !== undefined ? (
            <StepWait key={`wait ${row.path}`} runId={runId} path={row.path} wait={step.waits} />
          ) : step.error === undefined ? null : (
            <ErrorOf error={step.error} />
          )}
          {step.calls === undefined ? null : <CalledRun runId={step.calls.runId} row={row} />}
          <StepValues key={row.path} step={step} runId={runId} />
        </>
      )}
    </Panel>
  );
}

/** The run that the step has started in another flow. */
function CalledRun({ runId, row: { node } }: { readonly runId: string; readonly row: StepRow }) {
  const flow = node?.kind === 'subflow' ? node.call?.contract?.name : undefined;
  return (
    <p className="flex flex-none items-center gap-2 px-4 pt-1 pb-3">
      <Workflow size={14} aria-hidden className="flex-none text-ink-3" />
      <Link to="/runs/$runId" params={{ runId }} className="min-w-0 truncate text-accent-text underline">
        {flow === undefined ? '' : `${flow}, `}run {shortRunId(runId)}
      </Link>
    </p>
  );
}

function StepState({ row }: { readonly row: StepRow }) {
  const tone =
    row.look === 'unknown' || row.look === 'waiting'
      ? textTone.wait
      : row.look === 'failed'
        ? textTone.bad
        : row.look === 'running'
          ? textTone.run
          : '';
  return (
    <span className={`flex flex-none items-center gap-1 font-medium ${tone}`}>
      <StatusIcon look={row.look} size={12} />
      {row.words}
      {row.attempts > 1 ? `, attempt ${row.attempts}` : ''}
    </span>
  );
}

function operationWords({ node }: StepRow, catalogue: Catalogue): string {
  if (node === undefined) return '';
  if (node.kind !== 'trigger' && node.kind !== 'action') return `· ${kindWords[node.kind]}`;
  const connector = connectorOf(catalogue, node.operation)?.name;
  const operation = operationOf(catalogue, node.operation)?.name ?? node.operation;
  return `· ${connector === undefined || connector === operation ? operation : `${connector}, ${operation}`}`;
}

function ErrorOf({ error }: { readonly error: StepError }) {
  return (
    <div className="flex-none px-4 pt-1 pb-3">
      <ProblemBox
        tone={error.code === 'heldBack' ? 'wait' : 'bad'}
        title={messageWords(error)}
        next={error.next}
        cause={error.code === 'heldBack' ? undefined : <ErrorCause error={error} />}
      />
    </div>
  );
}

function StepValues({ step, runId }: { readonly step: StepRecord; readonly runId: string }) {
  const { records } = step;
  const details = step.status === 'succeeded' ? undefined : (step.error?.details ?? undefined);
  const isAnswer = isOfOtherSide(details);
  const first =
    records !== undefined ? 'records' : step.status === 'succeeded' ? 'output' : isAnswer ? 'details' : 'input';
  const [chosen, setChosen] = useState<View>(first);
  const absent: Partial<Record<View, boolean>> = {
    records: records === undefined,
    file: step.file === undefined,
    failed: records === undefined || records.failed === 0,
    details: details === undefined,
    leftOut: step.rejected === undefined,
    console: step.console === undefined,
    attempts: step.attempts.length === 0,
  };
  // A step goes on while one looks at it: what was chosen may be gone.
  const view = absent[chosen] === true ? first : chosen;
  return (
    <Tabs value={view} onChange={setChosen} className="min-h-80 flex-1 border-t border-line">
      <TabList label="Values of the step">
        {records === undefined ? null : <Tab value="records">Records</Tab>}
        {step.file === undefined ? null : <Tab value="file">File</Tab>}
        {records === undefined || records.failed === 0 ? null : (
          <Tab value="failed">
            Failed <CountPill count={records.failed} tone="bad" />
          </Tab>
        )}
        {details === undefined ? null : <Tab value="details">{isAnswer ? 'Answer' : 'Details'}</Tab>}
        <Tab value="input">Input</Tab>
        <Tab value="output">Output</Tab>
        {step.rejected === undefined ? null : (
          <Tab value="leftOut">
            Left out <CountPill count={step.rejected.count} tone="wait" />
          </Tab>
        )}
        {step.console === undefined ? null : (
          <Tab value="console">
            Console <CountPill count={step.console.lines.length + step.console.dropped} tone="neutral" />
          </Tab>
        )}
        {step.attempts.length === 0 ? null : (
          <Tab value="attempts">
            Attempts{' '}
            <CountPill
              count={step.attempts.length}
              tone={step.status === 'unknown' ? 'wait' : step.status === 'failed' ? 'bad' : 'neutral'}
            />
          </Tab>
        )}
      </TabList>
      {records === undefined ? null : (
        <TabPanel value="records" className="flex flex-col">
          <RecordFigures records={records} />
        </TabPanel>
      )}
      {step.file === undefined ? null : (
        <TabPanel value="file" className="flex flex-col">
          <WrittenFile runId={runId} path={step.path} file={step.file} />
        </TabPanel>
      )}
      {records === undefined || records.failed === 0 ? null : (
        <TabPanel value="failed" className="flex flex-col">
          <FailedRecords runId={runId} path={step.path} />
        </TabPanel>
      )}
      {details === undefined ? null : (
        <TabPanel value="details" className="flex flex-col">
          {isAnswer ? (
            <JsonView label="Answer of the other side" heading="What the other side answered" value={details} />
          ) : (
            <JsonView label="Details of the error" heading="What the error says besides" value={details} />
          )}
        </TabPanel>
      )}
      <TabPanel value="input" className="flex flex-col">
        {step.inputRef !== undefined ? (
          <LargeInput runId={runId} path={step.path} sizeBytes={step.inputRef.sizeBytes} />
        ) : step.input === undefined ? (
          <Nothing
            words={
              step.startedAt === null
                ? 'It has not begun.'
                : 'This step takes no input of its own: it reads what it needs of the event and of the steps before it.'
            }
          />
        ) : (
          <JsonView label="Input of the step" heading="Input" value={step.input} />
        )}
      </TabPanel>
      <TabPanel value="output" className="flex flex-col">
        {step.outputRef !== undefined ? (
          <LargeOutput runId={runId} path={step.path} sizeBytes={step.outputRef.sizeBytes} />
        ) : step.output === undefined ? (
          <Nothing words="Nothing came out of this step." />
        ) : (
          <JsonView label="Output of the step" heading="Output" value={step.output} />
        )}
      </TabPanel>
      {step.rejected === undefined ? null : (
        <TabPanel value="leftOut" className="flex flex-col">
          <LeftOut rejected={step.rejected} />
        </TabPanel>
      )}
      {step.console === undefined ? null : (
        <TabPanel value="console" className="overflow-auto bg-sunken">
          <StepConsoleLines console={step.console} />
        </TabPanel>
      )}
      {step.attempts.length === 0 ? null : (
        <TabPanel value="attempts" className="overflow-auto">
          <Attempts step={step} />
        </TabPanel>
      )}
    </Tabs>
  );
}

/** Whether details of an error hold what came back: a status or a body of HTTP, a state of SQL. */
const isOfOtherSide = (details: Json | undefined): boolean =>
  isJsonObject(details) && ['status', 'body', 'sqlState'].some((name) => Object.hasOwn(details, name));

const Nothing = ({ words }: { readonly words: string }) => (
  <p className="flex-1 bg-sunken px-4 py-3 text-ink-3">{words}</p>
);

function Attempts({ step }: { readonly step: StepRecord }) {
  return (
    <ol>
      {step.attempts.map((attempt) => (
        <li key={attempt.number} className="border-b border-line px-4 py-3">
          <div className="mb-1 flex items-center gap-2">
            <Status
              look={attempt.error !== undefined ? 'failed' : attempt.finishedAt === undefined ? 'running' : 'succeeded'}
              size={14}
            >
              Attempt {attempt.number}
            </Status>
            {attempt.answer === undefined ? null : <code className="text-ink-2">{attempt.answer}</code>}
            <span className="tabular ml-auto text-12 text-ink-3">
              {attempt.finishedAt === undefined
                ? ''
                : durationWords(Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt))}
            </span>
          </div>
          <KeyValue
            className="text-12"
            rows={[
              ['Started', <TimeText key="at" at={attempt.startedAt} />],
              ['Error', attempt.error === undefined ? undefined : messageWords(attempt.error)],
              ['Code', attempt.error === undefined ? undefined : <code key="code">{attempt.error.code}</code>],
              ['Next', attempt.error?.next],
            ]}
          />
        </li>
      ))}
    </ol>
  );
}
