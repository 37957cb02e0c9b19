import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, inWords, withoutNull } from '../check/type-algebra.ts';
import type { FunctionCategory, FunctionDefinition, FunctionExample, Parameter } from '../functions/definition.ts';
import { functionDefinitions } from '../functions/index.ts';
import { signatureOf } from '../functions/signature.ts';

/** One argument of a function: a slot of its node. */
export interface ParameterDescription extends Omit<Parameter, 'form'> {
  /** `text`, `number`, `expression over each item`: what the slot takes. */
  readonly typeInWords: string;
}

/** What the palette, the nodes of functions, the signature help and the documentation show of a function. */
export interface FunctionDescription {
  readonly name: string;
  readonly category: FunctionCategory;
  readonly summary: string;
  /** More, where one sentence does not do; code stands between back-ticks. */
  readonly notes: string | undefined;
  /** `ROUND(number, [places])` */
  readonly signature: string;
  readonly parameters: readonly ParameterDescription[];
  /** `number`, `list`, `anything`: what comes out, whatever goes in. */
  readonly resultInWords: string;
  readonly examples: readonly FunctionExample[];
  /** Not the same in every run. */
  readonly varies: boolean;
}

const typeWords: Readonly<Record<Parameter['type'], string>> = {
  any: 'any value',
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  list: 'list',
  object: 'structure',
  date: 'date',
  item: 'expression over each item',
};

function parameterWords({ type, pairs, decides }: Parameter): string {
  if (pairs === true) return 'expression over both items';
  return decides === true ? 'condition over each item' : typeWords[type];
}

function resultInWords({ returns, parameters }: FunctionDefinition): string {
  const result: DataSchema = typeof returns === 'function' ? returns(parameters.map(() => anything)) : returns;
  const type = withoutNull(result);
  if (typesOf(type).length === 1 && type.format === 'date') return 'date';
  if (typesOf(type).length === 1 && type.format === 'date-time') return 'date and time';
  if (type.type === undefined && type.enum !== undefined) return 'text';
  return inWords(type);
}

export const describeFunction = (definition: FunctionDefinition): FunctionDescription => ({
  name: definition.name,
  category: definition.category,
  summary: definition.summary,
  notes: definition.notes,
  signature: signatureOf(definition),
  parameters: definition.parameters.map(({ form: _form, ...parameter }) => ({
    ...parameter,
    typeInWords: parameterWords(parameter),
  })),
  resultInWords: resultInWords(definition),
  examples: definition.examples,
  varies: definition.varies === true,
});

/** Every function, by name. */
export const functionCatalogue: readonly FunctionDescription[] = functionDefinitions
  .map(describeFunction)
  .sort((left, right) => (left.name < right.name ? -1 : 1));
