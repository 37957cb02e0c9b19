import type { OperationContext } from '../context.ts';
import type { Connector } from '../define-connector.ts';
import { createEgress } from '../egress/index.ts';
import type { Json } from '@patchbay/model/schema';
import { startCanary } from './canary.ts';
import { testContext } from './test-context.ts';

const spellings = ['127.0.0.1', 'localhost', '0x7f000001', '2130706433', '127.1', '[::ffff:127.0.0.1]'];

/** A connection that points at the canary, whatever the connector calls its fields. */
function settingsFor(connector: Connector, host: string, port: number): Record<string, Json> {
  const fields = connector.manifest.connection?.fields ?? [];
  return Object.fromEntries(
    fields
      .filter((field) => field.control !== 'secret')
      .map((field): [string, Json] => {
        if (field.name === 'port') return [field.name, port];
        if (/^(host|server)$/i.test(field.name)) return [field.name, host.replaceAll(/[[\]]/g, '')];
        if (/url$/i.test(field.name)) return [field.name, `http://${host}:${port}/`];
        return [field.name, field.default ?? (field.options === undefined ? 'x' : (field.options[0]?.value ?? 'x'))];
      }),
  );
}

/** What its polls do: read news, and find the newest place. */
const pollAttempts = (connector: Connector, context: OperationContext): (() => Promise<unknown>)[] =>
  connector.operations.flatMap((operation) => {
    if (operation.kind !== 'trigger' || operation.poll === undefined) return [];
    const { poll, manifest } = operation;
    const settings = manifest.samples[0]?.input ?? {};
    return [() => poll.read(context, settings, { cursor: null, limit: 10 }), () => poll.latest(context, settings)];
  });

/**
 * Points the connector's own test and its polls at a listener on loopback, in several spellings, with nothing allowed.
 * One sentence for each way in which it got there, or did not say that it was refused.
 */
export async function canaryProblems(connector: Connector): Promise<string[]> {
  const { test } = connector;
  if (test === undefined || connector.manifest.connection === undefined) return [];
  const secrets = connector.manifest.connection.fields.filter((field) => field.control === 'secret');
  const credential = Object.fromEntries(secrets.map((field) => [field.name, 'canary-secret']));
  const problems: string[] = [];
  await using egress = createEgress();
  await using canary = await startCanary();
  for (const host of spellings) {
    await using context = testContext(egress, { settings: settingsFor(connector, host, canary.port), credential });
    for (const attempt of [() => test(context), ...pollAttempts(connector, context)]) {
      const outcome = await attempt().then(
        () => 'it answered',
        (error: unknown) =>
          error instanceof Error && error.name === 'ConnectorError' ? '' : `it threw ${String(error)}`,
      );
      if (outcome !== '') problems.push(`${connector.manifest.id} at ${host}: ${outcome}`);
      if (canary.connections() > 0) return [...problems, `${connector.manifest.id} at ${host}: a packet arrived`];
    }
  }
  return problems;
}
