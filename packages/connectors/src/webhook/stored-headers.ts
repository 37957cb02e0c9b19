import type { WebhookSettings } from './settings.ts';

const neverStored = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The headers that an event keeps: without those that let somebody else make the same call. Names in lower case. */
export function storedHeaders(
  settings: Pick<WebhookSettings, 'auth' | 'apiKeyHeader'>,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isKey = settings.auth === 'apiKey' && name === settings.apiKeyHeader.toLowerCase();
    if (value !== undefined && !isKey && !neverStored.has(name))
      kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}
