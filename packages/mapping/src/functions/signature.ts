import type { FunctionDefinition } from './definition.ts';

/** `ROUND(number, [places])`; a parameter that may repeat has an ellipsis. */
export function signatureOf({ name, parameters }: FunctionDefinition): string {
  const words = parameters.map((parameter) => {
    if (parameter.repeats === true) return `${parameter.name}…`;
    return parameter.optional === true ? `[${parameter.name}]` : parameter.name;
  });
  return `${name}(${words.join(', ')})`;
}
