import type { StepConsole } from '@patchbay/model/run';
import { classNames } from '../ui/index.ts';

const tones = { log: '', info: '', debug: 'text-ink-3', warn: 'text-wait', error: 'text-bad' } as const;

/** What the code of a step wrote to its console, line by line. */
export function StepConsoleLines({ console: { lines, dropped } }: { readonly console: StepConsole }) {
  return (
    <div className="bg-sunken">
      <ol aria-label="Console of the step" className="code px-4 py-2">
        {lines.map(({ level, text }, index) => (
          <li key={index} className={classNames('flex gap-3 border-b border-line py-0.5', tones[level])}>
            <span className="w-10 flex-none text-ink-3">{level}</span>
            <span className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere">{text}</span>
          </li>
        ))}
      </ol>
      {dropped === 0 ? null : (
        <p className="px-4 pb-3 text-12 text-ink-3">
          {dropped.toLocaleString('en')} more {dropped === 1 ? 'line was' : 'lines were'} left out: a step keeps 200 at
          most.
        </p>
      )}
    </div>
  );
}
