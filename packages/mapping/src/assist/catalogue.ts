import type { FunctionCategory, FunctionDefinition, FunctionExample, Parameter } from '../functions/definition.ts';
import { functionDefinitions } from '../functions/index.ts';
import { signatureOf } from '../functions/signature.ts';

/** What the palette, the signature help and the documentation show of a function. */
export interface FunctionDescription {
  readonly name: string;
  readonly category: FunctionCategory;
  readonly summary: string;
  /** `ROUND(number, [places])` */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
  readonly examples: readonly FunctionExample[];
  /** Not the same in every run. */
  readonly varies: boolean;
}

export const describeFunction = (definition: FunctionDefinition): FunctionDescription => ({
  name: definition.name,
  category: definition.category,
  summary: definition.summary,
  signature: signatureOf(definition),
  parameters: definition.parameters,
  examples: definition.examples,
  varies: definition.varies === true,
});

/** Every function, by name. */
export const functionCatalogue: readonly FunctionDescription[] = functionDefinitions
  .map(describeFunction)
  .sort((left, right) => (left.name < right.name ? -1 : 1));
