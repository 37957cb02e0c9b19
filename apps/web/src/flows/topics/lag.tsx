/** Counted up to this by the server. */
const most = 10_000;

/** How many messages a subscriber still has to get. */
export function Lag({ count }: { readonly count: number }) {
  if (count === 0) return <span className="text-ink-3">up to date</span>;
  const words = count >= most ? `${most.toLocaleString('en')} or more` : count.toLocaleString('en');
  return <span className="tabular text-warn">{words} behind</span>;
}
