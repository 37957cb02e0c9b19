import type { SignatureView } from './code-assist.ts';

/** The call that one writes, with the argument that is next standing out. */
export function SignatureHint({ label, parameters, active, summary }: SignatureView) {
  const at = parameters[active];
  return (
    <div role="status" aria-label="Arguments" className="flex-none rounded-2 bg-raised px-2 py-1 text-12 shadow-3">
      <code className="text-ink-2">
        {label.slice(0, at?.from)}
        {at === undefined ? null : <b className="font-semibold text-accent-text">{label.slice(at.from, at.to)}</b>}
        {at === undefined ? null : label.slice(at.to)}
      </code>
      <div className="text-ink-3">{summary}</div>
    </div>
  );
}
