/** HTTP calls to Twitch, with a time limit and messages for their failures. */
export {
  createTwitchHttp,
  type HttpAnswer,
  type HttpCall,
  type ServerTimeListener,
  type TwitchHttp,
} from './http-call.ts';
export { faultOfNetworkError, refusedUpgrade, unreachable } from './network-faults.ts';
