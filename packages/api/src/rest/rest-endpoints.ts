// Finds the procedures that name a place in the public REST API. The router is the only list there is.
import type { AnyRouter } from '@trpc/server';
import * as z from 'zod';
import type { ProcedureRule, RestMeta } from '../trpc/procedure.ts';

export interface RestEndpoint {
  /** Path of the procedure in the router: `flow.publish`. */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly rule: ProcedureRule;
  readonly rest: RestMeta;
  readonly input: z.ZodObject | null;
  readonly output: z.ZodType | null;
  /** Names in the path, `{flowId}`. */
  readonly pathParams: readonly string[];
}

export interface ListedProcedure {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly rule: ProcedureRule;
  readonly input: z.ZodObject | null;
  readonly output: z.ZodType | null;
}

const isProcedureRule = (meta: unknown): meta is ProcedureRule =>
  typeof meta === 'object' && meta !== null && 'permission' in meta && 'scope' in meta;

/** Every procedure of the router with its rule; one without a rule cannot be, and is an error here. */
export function listProcedures(router: AnyRouter): ListedProcedure[] {
  return Object.entries(router._def.procedures).map(([name, procedure]) => {
    const definition: unknown = Object.getOwnPropertyDescriptor(procedure, '_def')?.value;
    const { meta, type, inputs, output } = definition as {
      meta: unknown;
      type: ListedProcedure['kind'];
      inputs: unknown[];
      output?: unknown;
    };
    if (!isProcedureRule(meta)) throw new TypeError(`procedure ${name} names no permission and scope`);
    const input = inputs.find((schema) => schema instanceof z.ZodObject) ?? null;
    return { name, kind: type, rule: meta, input, output: output instanceof z.ZodType ? output : null };
  });
}

export function restEndpoints(router: AnyRouter): RestEndpoint[] {
  return listProcedures(router).flatMap(({ name, kind, rule, input, output }) => {
    if (rule.rest === undefined || kind === 'subscription') return [];
    const pathParams = [...rule.rest.path.matchAll(/\{(\w+)\}/g)].map(([, param]) => param ?? '');
    return [{ name, kind, rule, rest: rule.rest, input, output, pathParams }];
  });
}
