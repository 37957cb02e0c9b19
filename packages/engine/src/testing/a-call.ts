// The operation that every action of a flow in a test calls.
import type { OperationManifest, SideEffect } from '@patchbay/model/connector';

export const aCall = (sideEffect: SideEffect, given: Partial<OperationManifest> = {}): OperationManifest => ({
  id: 'http.request',
  kind: 'action',
  name: 'call',
  description: '',
  icon: 'globe',
  connection: 'optional',
  fields: [],
  samples: [],
  output: {},
  sideEffect: { cases: [], otherwise: sideEffect },
  ...given,
});
