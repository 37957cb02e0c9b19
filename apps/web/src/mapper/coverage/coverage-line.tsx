import { useMapper, useMapperState } from '../mapper-context.ts';

/** How much of the mapping the samples try out, and the way to what they do not. */
export function CoverageLine() {
  const { store } = useMapper();
  const { coverage, neverFilled, status } = useMapperState((state) => state.tests);
  const isShown = useMapperState((state) => state.targetFilter === 'neverFilled');
  if (coverage === null && status === 'stale')
    return <span className="text-12 text-ink-3">Looking at what the samples fill…</span>;
  if (coverage === null) return <span className="text-12 text-ink-3">No sample: nothing is tried out yet.</span>;
  const { samples, rules, filled } = coverage;
  const over = samples === 1 ? 'the sample' : `${samples} samples`;
  return (
    <div className="flex w-full items-center gap-3 text-12">
      <svg width="48" height="4" aria-hidden className="flex-none">
        <rect width="48" height="4" rx="2" className="fill-press" />
        <rect width={rules === 0 ? 48 : Math.round((48 * filled) / rules)} height="4" rx="2" className="fill-ok" />
      </svg>
      <span className="min-w-0 flex-1 text-ink-2">
        {filled === rules
          ? `All ${rules} rules got a value in ${over}.`
          : `${filled} of ${rules} rules got a value in ${over}.`}
      </span>
      {neverFilled.size === 0 ? null : (
        <button
          type="button"
          className="flex-none rounded-1 text-accent-text underline"
          aria-pressed={isShown}
          onClick={() => store.getState().show({ targetFilter: isShown ? 'all' : 'neverFilled' })}
        >
          {isShown ? 'Show all' : `Show the other ${neverFilled.size === 1 ? 'one' : neverFilled.size}`}
        </button>
      )}
    </div>
  );
}
