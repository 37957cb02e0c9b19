import { longestWaitMs, usualWaitMs } from '@patchbay/model/flow';
import type { CallbackNode } from '@patchbay/model/flow';
import { CopyButton, RadioCards, Section } from '../../../ui/index.ts';
import type { NodeForm } from '../node-edit.ts';
import { DurationField } from './duration-field.tsx';

/** Another system answers at an address that the flow sends it. */
export function CallbackSettings({ form }: { readonly form: NodeForm<CallbackNode> }) {
  const { node, update, seal, disabled } = form;
  return (
    <>
      <Section className="grid gap-2">
        <p className="text-12 text-ink-3">
          The run waits here until another system calls its address. Send it the address with a step before this one:
        </p>
        <LinkName name={node.name} />
        <p className="text-12 text-ink-3">
          What is sent there first becomes the output: body, headers and query. It may come before this step is reached.
        </p>
      </Section>
      <Section>
        <RadioCards<CallbackNode['method']>
          label="How it is called"
          titled
          value={node.method}
          onChange={(method) => {
            if (!disabled) update({ ...node, method }, 'method');
          }}
          cards={[
            { value: 'post', title: 'By a program', detail: 'POST or PUT.' },
            {
              value: 'any',
              title: 'By a link as well',
              detail: 'GET too. Programs that look through mails may open it before a person does.',
            },
          ]}
        />
      </Section>
      <Section>
        <DurationField
          label="How long it waits"
          hint="Then it leaves by “no answer”; where nothing is connected there, the step fails."
          name="timeoutMs"
          valueMs={node.timeoutMs}
          usualMs={usualWaitMs}
          maxMs={longestWaitMs}
          disabled={disabled}
          onChange={(timeoutMs) => {
            const { timeoutMs: _, ...rest } = node;
            update(timeoutMs === undefined ? rest : { ...rest, timeoutMs }, 'timeoutMs');
          }}
          onBlur={seal}
        />
      </Section>
    </>
  );
}

/** The name of the address in expressions. */
export function LinkName({ name }: { readonly name: string }) {
  const link = `links.${name}`;
  return (
    <p className="flex items-center gap-1">
      <code className="code rounded-1 bg-sunken px-1.5 py-0.5">{link}</code>
      <CopyButton text={link} label="Copy the expression" />
    </p>
  );
}
