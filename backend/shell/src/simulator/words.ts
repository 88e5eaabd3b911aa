import { settings } from "@/settings";

/** The simulator speaks to developers; what residents read is in `src/texts`. */
const WORDS = {
  title: ["甘快办模拟器", "Gansu Kuaiban simulator"],
  phone: ["手机", "Phone"],
  panel: ["开发者面板", "Developer panel"],
  live: ["已连接，保存即刷新", "Connected; saving redraws"],
  lost: ["连接已断开，正在重连…", "Connection lost, trying again…"],
  persona: ["当前身份", "Persona"],
  clock: ["模拟时间（北京时间）", "Clock (Beijing time)"],
  setClock: ["设定", "Set"],
  realClock: ["恢复实时", "Real time"],
  language: ["语言", "Language"],
  view: ["显示大小", "Text size"],
  reset: ["清空数据", "Reset data"],
  resetText: ["忘记保存的数据、授权、消息和预约。", "Forgets stored data, consents, inbox and bookings."],
  pages: ["打开页面", "Open a screen"],
  intents: ["外部入口（launch）", "Intents (launch)"],
  open: ["打开", "Open"],
  problems: ["问题", "Problems"],
  noProblems: ["没有发现问题。", "No problems found."],
  cause: ["原因", "Cause"],
  fix: ["怎么改", "Fix"],
  error: ["错误", "Error"],
  warning: ["提醒", "Warning"],
  calls: ["运行记录", "Calls"],
  noCalls: ["还没有运行。在手机里点一点。", "Nothing ran yet. Tap something on the phone."],
  hostCalls: ["能力调用", "Host calls"],
  log: ["打印输出", "Log"],
  inbox: ["消息", "Inbox"],
  stored: ["保存的数据", "Stored data"],
  records: ["业务记录", "Records"],
  bookings: ["预约", "Bookings"],
  consents: ["授权", "Consents"],
  none: ["暂无", "Nothing"],
  waiting: ["源代码还不能运行，请先修好右侧的问题。", "The source cannot run yet; see the problems beside."],
  elsewhere: ["（此模拟器未安装）", "(not installed in this simulator)"],
} satisfies Record<string, [zh: string, en: string]>;

export const w = (key: keyof typeof WORDS): string => WORDS[key][settings.language === "en" ? 1 : 0]!;

/** Of a problem's texts, the ones in the chosen language. */
export const either = (zh: string | undefined, en: string | undefined): string =>
  (settings.language === "en" ? en || zh : zh || en) ?? "";
