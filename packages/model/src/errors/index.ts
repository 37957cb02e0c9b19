export { AppError, appErrorTable } from './app-error.ts';
export type { AppErrorCode, AppErrorDetails, TrpcCode } from './app-error.ts';
export { assertNever } from './assert-never.ts';
export { Diagnostic, hasErrors, Severity } from './diagnostic.ts';
export { nearestIssues } from './nearest-issues.ts';
export type { NearestIssue } from './nearest-issues.ts';
export { QuickFix } from './quick-fix.ts';
