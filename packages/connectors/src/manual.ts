import { defineConnector, defineTrigger, Json } from '@patchbay/connector-sdk';
import * as z from 'zod';

/** Started by a person, or by a program over the API. */
export const manual = defineConnector({
  id: 'manual',
  name: 'Manual',
  description: 'Starts when somebody presses Run or calls the API.',
  icon: 'play',
  category: 'trigger',
  operations: [
    defineTrigger({
      id: 'manual.start',
      name: 'Start by hand',
      description: 'The payload is entered when the run is started.',
      icon: 'play',
      connection: 'none',
      summary: 'by hand',
      fields: [
        {
          name: 'sample',
          label: 'Sample payload',
          description: 'Offered when somebody presses Run.',
          control: 'json',
          dynamic: false,
        },
      ],
      input: z.object({ sample: Json.optional() }),
      output: { type: 'object', properties: { body: {} }, required: ['body'] },
      samples: [{ input: { sample: { order: '1042' } }, output: { body: { order: '1042' } } }],
    }),
  ],
});
