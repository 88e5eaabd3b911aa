import type { TextKey } from "@/texts/texts";

interface Sector {
  /** As the catalogue names it. */
  name: string;
  title: TextKey;
  icon: string;
  audiences: ("1" | "2")[];
}

const sector = (name: string, title: TextKey, icon: string, ...audiences: ("1" | "2")[]): Sector => ({
  name,
  title,
  icon,
  audiences,
});

/** Fields of life to look through, in the order people ask for them. What stands in none of them is found by searching. */
export const SECTORS: Sector[] = [
  sector("户籍", "sector.household", "house", "1"),
  sector("出生", "sector.birth", "baby", "1"),
  sector("婚姻", "sector.marriage", "heart", "1"),
  sector("教育", "sector.education", "graduation-cap", "1", "2"),
  sector("社保就业", "sector.work", "briefcase", "1", "2"),
  sector("医保", "sector.insurance", "heart-pulse", "1", "2"),
  sector("卫健", "sector.health", "hospital", "1", "2"),
  sector("住房", "sector.housing", "house", "1"),
  sector("不动产", "sector.property", "building-2", "1", "2"),
  sector("公积金", "sector.fund", "wallet", "1", "2"),
  sector("交通", "sector.traffic", "car", "1", "2"),
  sector("出入境", "sector.border", "plane", "1"),
  sector("养老", "sector.elders", "hand-heart", "1"),
  sector("残疾", "sector.disability", "accessibility", "1"),
  sector("民政救助", "sector.relief", "hand-coins", "1"),
  sector("退役军人", "sector.veterans", "badge-check", "1"),
  sector("殡葬", "sector.funeral", "flower-2", "1"),
  sector("司法公证", "sector.justice", "scale", "1", "2"),
  sector("农牧", "sector.farming", "tractor", "1", "2"),
  sector("水电气热", "sector.utilities", "droplets", "1", "2"),
  sector("企业开办", "sector.founding", "store", "2"),
  sector("变更", "sector.changes", "refresh-cw", "2"),
  sector("注销", "sector.closing", "log-out", "2"),
  sector("市场监管", "sector.market", "shield-check", "2"),
  sector("税费", "sector.tax", "banknote", "1", "2"),
  sector("投资", "sector.investment", "hand-coins", "2"),
  sector("住房建设", "sector.building", "hammer", "2"),
  sector("环保", "sector.environment", "sprout", "2"),
  sector("林草", "sector.forest", "trees", "2"),
  sector("水利", "sector.water", "droplets", "2"),
  sector("应急", "sector.safety", "flame", "2"),
  sector("科技", "sector.science", "book-open", "2"),
  sector("知识产权", "sector.ideas", "badge-check", "2"),
  sector("商务", "sector.trade", "package", "2"),
  sector("文旅", "sector.culture", "map-pin", "2"),
];

const MORE: Record<string, string> = {
  民政: "hand-heart",
  公安: "shield-check",
  民族宗教: "users",
  金融: "banknote",
  消防: "flame",
};

/** A drawing for a field; one we never heard of shows a sheet of paper. */
export function sectorIcon(name: string): string {
  return SECTORS.find((one) => one.name === name)?.icon ?? MORE[name] ?? "file-text";
}
