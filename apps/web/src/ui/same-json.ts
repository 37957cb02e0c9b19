/** Whether two values hold the same; what they share is not walked. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [names, others] = [Object.entries(one), Object.entries(other)];
  // In order: the order of fields is part of a mapping.
  return (
    names.length === others.length &&
    names.every(([name, value], at) => name === others[at]?.[0] && sameJson(value, others[at][1]))
  );
}
