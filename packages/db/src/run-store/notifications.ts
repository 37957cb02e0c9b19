// LISTEN on a connection of its own, which comes back after every loss. What was sent meanwhile is lost: whoever
// listens must be able to do without.
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';

export interface NotificationListener {
  close(): Promise<void>;
}

const reconnectMs = 1_000;

export async function listen(options: {
  readonly url: string;
  readonly channels: readonly string[];
  readonly onNotice: (channel: string, payload: string) => void;
  /** Called after each reconnect: the time to look at what may have been missed. */
  readonly onReconnect?: () => void;
}): Promise<NotificationListener> {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      ...connectionConfig(options.url, { role: 'patchbay_engine' }),
      connectionTimeoutMillis: 5_000,
      application_name: 'patchbay-listen',
    });
    next.on('notification', (notice) => options.onNotice(notice.channel, notice.payload ?? ''));
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    await next.connect();
    for (const channel of options.channels) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    client = next;
  };
  const lost = (which: pg.Client): void => {
    if (closed || client !== which) return;
    client = undefined;
    again();
  };
  const again = (): void => {
    retry = setTimeout(() => {
      connect().then(
        () => options.onReconnect?.(),
        () => {
          if (!closed) again();
        },
      );
    }, reconnectMs);
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
