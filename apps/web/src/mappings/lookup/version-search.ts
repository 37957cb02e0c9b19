// The address of a page that shows one version: `?version=2`; absent: the newest.

export interface VersionSearch {
  readonly version?: string;
}

export function parseVersionSearch({ version }: Record<string, unknown>): VersionSearch {
  return typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? { version } : {};
}
