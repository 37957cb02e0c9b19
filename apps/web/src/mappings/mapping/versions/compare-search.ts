// The address of a mapping's versions: `?from=1&to=2`. Without `to` the draft; without `from` the version before.

export interface CompareSearch {
  readonly from?: string;
  readonly to?: string;
}

const isNumber = (value: unknown): value is string => typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value);

export function parseCompareSearch({ from, to }: Record<string, unknown>): CompareSearch {
  return { ...(isNumber(from) ? { from } : {}), ...(isNumber(to) ? { to } : {}) };
}
