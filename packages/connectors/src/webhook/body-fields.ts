// What comes in: the format that a webhook takes, and the schema by which it is read.
import { codecs } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import type { FieldDefinition } from '@patchbay/connector-sdk';

/** Files of bytes are for steps that read records. */
const texts = Object.values(codecs).filter(({ isText }) => isText);
const formats = texts.map(({ id }): string => id);
const wholes: readonly FormatId[] = ['json', 'xml'];
/** Their bodies are lists of records or messages. */
const lists = texts.filter(({ id }) => !wholes.includes(id)).map(({ id }): string => id);

export const bodyFields: FieldDefinition[] = [
  {
    name: 'format',
    label: 'What comes in',
    description: 'A format that is named here is all that is taken: what cannot be read is refused, with the place.',
    control: 'select',
    default: 'auto',
    options: [
      { value: 'auto', label: 'As its content type says: JSON, a form, or text' },
      ...texts.map(({ id, title }) => ({ value: id as string, label: title })),
    ],
  },
  {
    name: 'schema',
    label: 'Schema',
    description:
      'What a body holds: the steps know its fields then, and a body of up to 1 MB that is otherwise is refused. Of CSV, JSON Lines, fixed width and messages it is that of one record.',
    control: 'schema',
    shapes: { of: 'body', format: 'format', needs: { 'fixed-width': 'x-pos' }, lists },
    showWhen: { field: 'format', in: formats },
  },
  {
    name: 'lists',
    label: 'Elements that may come more than once',
    description:
      'Without a schema, parted by commas, from below the root on: order.line. They are lists even where only one of them comes.',
    control: 'text',
    placeholder: 'order.line, order.note',
    showWhen: { field: 'format', in: ['xml'] },
  },
  {
    name: 'header',
    label: 'The first line names the columns',
    control: 'boolean',
    advanced: true,
    default: true,
    showWhen: { field: 'format', in: ['csv'] },
  },
  {
    name: 'delimiter',
    label: 'Delimiter',
    control: 'select',
    advanced: true,
    options: [
      { value: '', label: 'Found out from the body' },
      { value: ',', label: 'Comma' },
      { value: ';', label: 'Semicolon' },
      { value: '\t', label: 'Tab' },
      { value: '|', label: 'Bar' },
    ],
    showWhen: { field: 'format', in: ['csv'] },
  },
];
