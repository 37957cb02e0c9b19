import { defineConnector, defineTrigger } from '@patchbay/connector-sdk';
import * as z from 'zod';

/** Flows that call each other; the call itself is a kind of node. */
export const flow = defineConnector({
  id: 'flow',
  name: 'Called by another flow',
  description: 'Lets other flows of the workspace call this one.',
  icon: 'workflow',
  category: 'trigger',
  operations: [
    defineTrigger({
      id: 'flow.called',
      name: 'Called by another flow',
      description: 'Starts when a step of another flow calls this one, which waits for the answer.',
      icon: 'workflow',
      connection: 'none',
      summary: 'by other flows',
      fields: [],
      input: z.object({}),
      output: {
        type: 'object',
        properties: {
          body: { description: 'What the caller hands over' },
          calledBy: {
            type: 'object',
            properties: {
              flowId: { type: 'string' },
              runId: { type: 'string' },
              path: { type: 'string', description: 'The step that calls' },
            },
            required: ['flowId', 'runId', 'path'],
          },
        },
        required: ['body'],
      },
      samples: [{ input: {}, output: { body: { order: '1042', amount: 79.9 } } }],
    }),
  ],
});
