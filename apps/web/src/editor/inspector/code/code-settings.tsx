import { codeScopeAt } from '@patchbay/mapping';
import type { ScopeTypes } from '@patchbay/mapping';
import { codeDefaults, recordSource } from '@patchbay/model/flow';
import type { CodeNode } from '@patchbay/model/flow';
import { Maximize2, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ScriptEditor, type TextMistake } from '../../../ui/code-editor/index.ts';
import {
  Button,
  Dialog,
  Fold,
  Heading,
  IconButton,
  NumberField,
  RadioCards,
  Section,
  Segmented,
} from '../../../ui/index.ts';
import { useDoc, useEditor } from '../../editor-context.ts';
import { FieldProblems } from '../../expression/expression-field.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { NodeExpression } from '../node-expression.tsx';
import { OutputShape } from '../output-shape.tsx';
import { RecordsOutcome, useWantsList } from '../records-section.tsx';
import { CodeInputs } from './code-inputs.tsx';
import { scopeDeclarations } from './scope-declarations.ts';

type Form = { readonly form: NodeForm<CodeNode> };

export function CodeSettings({ form }: Form) {
  return (
    <>
      <Section className="grid gap-3">
        <Turns form={form} />
      </Section>
      <Section>
        <CodeInputs form={form} />
      </Section>
      <Section>
        <CodeText form={form} />
      </Section>
      <Limits form={form} />
      <RecordsOutcome form={form} />
      <OutputShape form={form} />
    </>
  );
}

const cards = [
  { value: 'once', title: 'Once', detail: 'What it returns is the output.' },
  { value: 'each', title: 'For each item of a list', detail: 'The output is the list of what it returned.' },
  {
    value: 'records',
    title: 'For each record as they come',
    detail: 'However many there are; what it returns goes on as a record.',
  },
] as const;

/** The same step run once, for each item of a list, or for each record. */
function turning({ items, records, ...rest }: CodeNode, turns: (typeof cards)[number]['value']): CodeNode {
  switch (turns) {
    case 'once':
      return rest;
    case 'each':
      return { ...rest, items: items ?? '' };
    case 'records': {
      const list = (items ?? '').trim() === '' ? {} : { items };
      return { ...rest, ...list, records: records ?? {} };
    }
  }
}

function Turns({ form }: Form) {
  const { node, update, disabled } = form;
  const wantsList = useWantsList(node);
  const turns = node.records === undefined ? (node.items === undefined ? 'once' : 'each') : 'records';
  return (
    <>
      <fieldset disabled={disabled} className="contents">
        <RadioCards
          label="How often it runs"
          value={turns}
          cards={cards}
          onChange={(chosen) => update(turning(node, chosen), 'turns')}
        />
      </fieldset>
      {turns === 'records' ? (
        <p className="text-12 text-ink-3">
          {recordSource(node) === undefined
            ? 'Records reach this step along its edge. The code reads the one at hand as “item” and its place, from 0, as “index”.'
            : 'The records are those of the list.'}
        </p>
      ) : null}
      {turns === 'once' || !wantsList ? null : (
        <NodeExpression
          form={form}
          name="items"
          label="List"
          required={turns === 'each'}
          hint="The code reads the item as “item” and its place, from 0, as “index”."
          placeholder="trigger.body.line_items"
          value={node.items ?? ''}
          onChange={(items) => {
            const { items: _, ...rest } = node;
            update(turns === 'records' && items.trim() === '' ? rest : { ...rest, items }, 'items');
          }}
        />
      )}
    </>
  );
}

const languages = [
  { value: 'typescript', label: 'TypeScript' },
  { value: 'javascript', label: 'JavaScript' },
] as const;

function CodeText({ form }: Form) {
  const { node, update, seal, problems, disabled } = form;
  const { catalogue } = useEditor();
  const doc = useDoc();
  const [large, setLarge] = useState(false);
  const [mistakes, setMistakes] = useState<readonly TextMistake[]>([]);
  const types = useMemo(() => codeScopeAt(doc, node.id, catalogue), [doc, node.id, catalogue]);
  const declarations = useMemo(() => scopeDeclarations(types), [types]);
  const names = namesOf(types);
  const shared = {
    value: node.code,
    language: node.language,
    declarations,
    readOnly: disabled,
    onChange: (code: string) => {
      if (code !== node.code) update({ ...node, code }, 'code');
    },
    onBlur: seal,
    onMistakes: setMistakes,
  };
  const found = problemsAt(problems, 'code');
  return (
    <div data-field="code">
      <div className="mb-1 flex items-center gap-2">
        <Heading className="flex-1">Code</Heading>
        <Segmented
          label="Language"
          size="small"
          value={node.language}
          options={languages}
          disabled={disabled}
          onChange={(language) => update({ ...node, language }, 'language')}
        />
        <IconButton icon={Maximize2} look="plain" size="small" label="More room" onClick={() => setLarge(true)} />
      </div>
      {large ? (
        <p className="rounded-1 border border-line bg-sunken px-3 py-2 text-ink-3">Open in the large editor.</p>
      ) : (
        <ScriptEditor {...shared} label={`Code of ${node.label}`} height={260} />
      )}
      <FieldProblems problems={found} />
      {found.length > 0 ? null : <Mistakes mistakes={mistakes} />}
      <p className="mt-1 text-12 text-ink-3">
        It reads {names}; what it returns goes on. No network, files or timers; the clock stands at the start of the
        run.
      </p>
      {large ? (
        <Dialog
          size="large"
          onClose={() => setLarge(false)}
          title={`Code of ${node.label}`}
          description={`It reads ${names}; what it returns goes on.`}
          footer={
            <Button look="primary" onClick={() => setLarge(false)}>
              Done
            </Button>
          }
        >
          <ScriptEditor {...shared} label={`Code of ${node.label}, large`} height={460} />
          <Mistakes mistakes={mistakes} />
        </Dialog>
      ) : null}
    </div>
  );
}

/** So many are told; the others are underlined in the editor. */
const toldMistakes = 3;

/** What the compiler says. It does not keep the flow from being published: the types are what is known beforehand. */
function Mistakes({ mistakes }: { readonly mistakes: readonly TextMistake[] }) {
  const more = mistakes.length - toldMistakes;
  return mistakes.length === 0 ? null : (
    <ul aria-label="What the compiler says" className="mt-1 grid gap-0.5 text-12 text-wait">
      {mistakes.slice(0, toldMistakes).map(({ line, message }, index) => (
        <li key={index} className="flex items-start gap-1">
          <TriangleAlert size={12} aria-hidden className="mt-0.5 flex-none" />
          <span className="min-w-0 wrap-anywhere">
            Line {line}: {message}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="pl-4">and {more} more; F8 in the editor goes through all</li> : null}
    </ul>
  );
}

const usualNames = ['input', 'trigger', 'steps', 'errors', 'vars'];

/** What is at hand here alone comes first: the item, and those of the loops around. */
function namesOf(types: ScopeTypes): string {
  const names = [...Object.keys(types).filter((name) => !usualNames.includes(name)), ...usualNames];
  const quoted = names.map((name) => `“${name}”`);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}

function Limits({ form }: Form) {
  const { node, update, seal, disabled } = form;
  const timeoutMs = node.timeoutMs ?? codeDefaults.timeoutMs;
  const memoryMb = node.memoryMb ?? codeDefaults.memoryMb;
  const number = (
    label: string,
    { value, unit, min, max }: { value: number; unit: string; min: number; max: number },
    put: (value: number) => void,
  ) => (
    <NumberField
      label={label}
      min={min}
      max={max}
      unit={unit}
      value={value}
      disabled={disabled}
      onChange={put}
      onBlur={seal}
    />
  );
  return (
    <Fold title="Limits" summary={`${timeoutMs / 1000} s, ${memoryMb} MB`}>
      <div className="grid grid-cols-2 gap-3" data-field="timeoutMs">
        {number('Time', { value: timeoutMs / 1000, unit: 's', min: 0.1, max: 60 }, (seconds) =>
          update({ ...node, timeoutMs: Math.round(seconds * 1000) }, 'timeoutMs'),
        )}
        {number('Memory', { value: memoryMb, unit: 'MB', min: 16, max: 256 }, (mb) =>
          update({ ...node, memoryMb: Math.round(mb) }, 'memoryMb'),
        )}
      </div>
      <p className="mt-2 text-12 text-ink-3">
        Code that takes more is ended and the step fails; other steps and runs do not notice.
        {node.records === undefined ? '' : ' The time is that of each part of some thousand records.'}
      </p>
    </Fold>
  );
}
