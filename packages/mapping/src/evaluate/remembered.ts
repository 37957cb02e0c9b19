/** Results of a costly pure function by its key, at most so many: then it forgets and begins anew. */
export function remembered<Result>(limit: number): (key: string, make: () => Result) => Result {
  const known = new Map<string, Result>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (known.size >= limit) known.clear();
    known.set(key, made);
    return made;
  };
}
