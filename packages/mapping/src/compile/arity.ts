import type { FunctionDefinition } from '../functions/definition.ts';

/** What is wrong with the number of arguments, as a clause; nothing when it is right. */
export function arityMistake({ name, parameters }: FunctionDefinition, given: number): string | undefined {
  const least = parameters.filter((parameter) => parameter.optional !== true && parameter.repeats !== true).length;
  const open = parameters.at(-1)?.repeats === true;
  return given < least || (given > parameters.length && !open) ? `${name} was given ${given} arguments.` : undefined;
}
