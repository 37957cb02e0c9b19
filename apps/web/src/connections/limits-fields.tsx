import type { ReactNode } from 'react';
import { Checkbox, FieldError, Select, TextInput } from '../ui/index.ts';
import type { LimitsDraft } from './limits-draft.ts';

export interface LimitsFieldsProps {
  readonly draft: LimitsDraft;
  readonly onChange: (draft: LimitsDraft) => void;
  readonly problems: ReadonlyMap<string, string>;
  readonly readOnly: boolean;
}

const periods = [
  { value: 'second', label: 'second' },
  { value: 'minute', label: 'minute' },
  { value: 'hour', label: 'hour' },
  { value: 'day', label: 'day' },
] as const;

/** The limits as sentences with gaps: each can be read aloud as it stands. */
export function LimitsFields({ draft, onChange, problems, readOnly }: LimitsFieldsProps) {
  const { rate, concurrent, breaker } = draft;
  const number = (name: string, label: string, value: string, set: (text: string) => void) => (
    <TextInput
      aria-label={label}
      aria-invalid={problems.has(name)}
      inputMode="numeric"
      value={value}
      onChange={(event) => set(event.target.value)}
      frameClassName="w-20"
    />
  );
  const setBreaker = (change: Partial<LimitsDraft['breaker']>) =>
    onChange({ ...draft, breaker: { ...breaker, ...change } });
  return (
    <fieldset disabled={readOnly} className="grid gap-3">
      <legend className="sr-only">Limits</legend>
      <p className="text-12 text-ink-3">
        They hold over all workers together. A step that has to wait gives its place to others and goes on by itself. A
        step that reads records counts as one call, however many records come; one that writes them as one for each
        batch.
      </p>
      <Part
        checked={rate.on}
        onChange={(on) => onChange({ ...draft, rate: { ...rate, on } })}
        label="Not too often"
        problems={[problems.get('rate')]}
      >
        At most
        {number('rate', 'Calls per period', rate.calls, (calls) => onChange({ ...draft, rate: { ...rate, calls } }))}
        calls a
        <Select
          aria-label="Period"
          value={rate.per}
          options={periods}
          onChange={(per) => onChange({ ...draft, rate: { ...rate, per } })}
          className="w-26"
        />
      </Part>
      <Part
        checked={concurrent.on}
        onChange={(on) => onChange({ ...draft, concurrent: { ...concurrent, on } })}
        label="Not too many at once"
        problems={[problems.get('concurrent')]}
      >
        At most
        {number('concurrent', 'Calls at the same time', concurrent.calls, (calls) =>
          onChange({ ...draft, concurrent: { ...concurrent, calls } }),
        )}
        calls at the same time
      </Part>
      <Part
        checked={breaker.on}
        onChange={(on) => setBreaker({ on })}
        label="Pause when it keeps failing"
        problems={['percent', 'minCalls', 'windowS', 'pauseS'].map((name) => problems.get(name))}
        hint="Failing means: not reached, no answer in time, overloaded, or an error of the system itself. What it refuses is no failure."
      >
        When
        {number('percent', 'Share of failures in percent', breaker.percent, (percent) => setBreaker({ percent }))}% of
        at least
        {number('minCalls', 'Least number of calls', breaker.minCalls, (minCalls) => setBreaker({ minCalls }))}
        calls within
        {number('windowS', 'Time looked at, in seconds', breaker.windowS, (windowS) => setBreaker({ windowS }))}
        seconds fail, pause for
        {number('pauseS', 'Pause in seconds', breaker.pauseS, (pauseS) => setBreaker({ pauseS }))}
        seconds, then try one call
      </Part>
    </fieldset>
  );
}

interface PartProps {
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly label: string;
  readonly hint?: string;
  readonly problems: readonly (string | undefined)[];
  readonly children: ReactNode;
}

function Part({ checked, onChange, label, hint, problems, children }: PartProps) {
  const said = problems.filter((problem) => problem !== undefined);
  return (
    <div>
      <Checkbox checked={checked} onChange={onChange} label={label} />
      {checked ? (
        <div className="pl-5.5">
          <div className="flex flex-wrap items-center gap-1.5 text-ink-2">{children}</div>
          {said.length > 0 ? (
            <FieldError>{said.join(' ')}</FieldError>
          ) : hint === undefined ? null : (
            <div className="mt-1 text-12 text-ink-3">{hint}</div>
          )}
        </div>
      ) : null}
    </div>
  );
}
