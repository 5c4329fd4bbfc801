/** Words that stand where somebody has yet to write the basis, or that refer to what is read elsewhere. */
const placeholders = new Set(['无', '暂无', '待定', '待补', '待补充', '待核实', '不详', '略', '同上', 'none', 'nil', 'n/a', 'na', 'tbd', 'todo', 'unknown', 'ditto', 'test', 'xx', 'xxx'])

/** Whether something is named at all: the proof can't read the law, but it can see that none is meant. */
export const namesBasis = (basis: string | undefined): boolean =>
  basis !== undefined && /\p{L}/u.test(basis) && !placeholders.has(basis.toLowerCase().replace(/[\s.。…（）()[\]【】“”"'’-]/g, ''))
