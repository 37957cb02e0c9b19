import type { Command } from 'commander';
import type { Json } from '@patchbay/model/schema';
import { texts } from '../assignments.ts';
import { jsonFrom } from '../json-argument.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { counted } from '../counted.ts';

interface PublishOptions {
  readonly value: Json;
  readonly key?: string;
  readonly type?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly once?: string;
}

export function topicCommands(program: Command, output: Output): void {
  const topic = program.command('topic').description('topics: list, create, publish');

  topic
    .command('list')
    .description('list topics: messages, subscribers, and how many messages those have still to get')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { items } = await withApi((call) => call.topic.list());
      if (json) output.data(JSON.stringify(items, null, 2));
      else {
        const rows = items.map((item) => [
          item.name,
          counted(item.messages, 'message'),
          counted(item.subscribers, 'subscriber'),
          item.lag === 0 ? '' : `${item.lag} behind`,
        ]);
        output.data(table(rows));
      }
    });

  topic
    .command('create')
    .description('create a topic')
    .argument('<name>', 'its name, such as orders.created')
    .option('--description <text>', 'what it is for')
    .option('--schema <ref>', 'a schema of the library that values must keep, such as Order@3')
    .action(async (name: string, { description, schema }: { description?: string; schema?: string }) => {
      await withApi((call) =>
        call.topic.create({
          name,
          ...(description === undefined ? {} : { description }),
          ...(schema === undefined ? {} : { schemaRef: schema }),
        }),
      );
      output.say(`Created ${name}.`);
    });

  topic
    .command('publish')
    .description('publish a message')
    .argument('<name>', 'the topic')
    .requiredOption('--value <json>', 'the value, as JSON', jsonFrom)
    .option('--key <text>', 'what it is about')
    .option('--type <text>', 'what kind of message it is')
    .option('--header <name=value>', 'a header; may be given several times', texts)
    .option('--once <key>', 'a message that is sent again with the same key is the message that is there')
    .action(async (name: string, { value, key, type, header, once }: PublishOptions) => {
      const published = await withApi((call) =>
        call.topic.publish({ name, value, key, type, headers: header, idempotencyKey: once }),
      );
      output.data(published.messageId);
      if (published.duplicate) output.say('It was there already.');
    });
}
