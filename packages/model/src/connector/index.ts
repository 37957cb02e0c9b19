export { CircuitBreaker, ConnectionLimits, HoldReason, RateLimit, RatePeriod, ratePeriodMs } from './limits.ts';
export {
  ConnectorManifest,
  FieldControl,
  FieldManifest,
  SchemaNeed,
  SchemaRole,
  OperationManifest,
  SideEffect,
  sideEffectOf,
  SideEffectRule,
} from './manifest.ts';
