export type { Application, BuildApplication } from './application.ts';
export { DockService, type DockProvider } from './dock-service.ts';
export { lockHome, homePath, type LockedHome } from './home.ts';
export { applyNonce, buildContentSecurityPolicy, securityHeaders } from './content-security-policy.ts';
export { contentTypeOf, readAsset, resolveAsset, type Asset } from './static-assets.ts';
export {
  SecurityService,
  failed,
  notApplicable,
  proved,
  unknown,
  type SecurityVerdict,
  type SecurityVerdicts,
} from './security-service.ts';
export { Quiet } from './quiet.ts';
export { policyProblems } from './policy-problems.ts';
export { recordRejection, reportCrash, type ReportHostEvent } from './uncaught.ts';
