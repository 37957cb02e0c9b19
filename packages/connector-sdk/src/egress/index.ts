export type { EgressRule } from './address-policy.ts';
export { createEgress } from './egress.ts';
export type { Egress } from './egress.ts';
export type { Resolve } from './guarded-lookup.ts';
export type { EgressDownload, EgressHttp, EgressRequest, EgressResponse } from './http-client.ts';
export type { EgressNet } from './net-client.ts';
export { parseEgressAllow } from './parse-egress-allow.ts';
