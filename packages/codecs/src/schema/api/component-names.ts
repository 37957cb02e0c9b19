// Names of schemas that operations have in line: `POST /orders request`.

/** Each name once: a second of the same gets a number. */
export function nameGiver(): (wished: string) => string {
  const given = new Map<string, number>();
  return (wished) => {
    const times = (given.get(wished) ?? 0) + 1;
    given.set(wished, times);
    return times === 1 ? wished : `${wished} (${times})`;
  };
}
