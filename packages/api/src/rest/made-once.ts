/** Makes it when it is first asked for, and keeps it. What failed is not kept: whoever asks next makes it anew. */
export function madeOnce<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let kept: Promise<Made> | undefined;
  return () => {
    if (kept !== undefined) return kept;
    const making = make();
    kept = making;
    making.catch(() => {
      if (kept === making) kept = undefined;
    });
    return making;
  };
}
