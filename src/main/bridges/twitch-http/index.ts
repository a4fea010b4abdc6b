/** One HTTP call to Twitch, with its time limit, and its failures in words. */
export {
  createTwitchHttp,
  type HttpAnswer,
  type HttpCall,
  type ServerTimeListener,
  type TwitchHttp,
} from './http-call.ts';
export { faultOfNetworkError, refusedUpgrade, unreachable } from './network-faults.ts';
